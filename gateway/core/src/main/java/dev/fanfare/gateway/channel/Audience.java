package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All members of one channel that are in its live order, in groups of like ones: each of them is
 * told every step, from the place at which it joined to the one at which it left. A step is
 * rendered once for each group; what a group does not see is passed over in one notice.
 *
 * <p>Bounded by the renderings that subscribers ask for; a group stays when its last member has
 * left.
 *
 * <p><b>Threads.</b> Guarded by the channel. Lanes run outside of its monitor: those that have
 * something to do now are added to {@code toKick}.
 */
final class Audience {
  private static final Duration UNSEEN_DELAY = Duration.ofSeconds(1);

  private final Channel channel;
  private final Loop loop;
  private final List<LaneGroup> groups = new ArrayList<>(1);
  private Position told = Position.NONE;
  private boolean unseenDue;

  /**
   * @param loop on which it waits
   */
  Audience(Channel channel, Loop loop) {
    this.channel = channel;
    this.loop = loop;
  }

  /** Everything up to here is known to all who join. */
  void start(Position position) {
    told = position;
  }

  /** Lets a member join behind what was told until now. */
  void join(LaneItem.Join join, List<Lane> toKick) {
    join.member().inLane(true);
    groupOf(join.member().subscriber().rendering()).join(join, toKick);
  }

  /** A member is not in its lane any more, if it was. */
  void left(Membership member) {
    if (member.inLane()) {
      member.inLane(false);
      groupOf(member.subscriber().rendering()).left(member);
    }
  }

  /** Tells the next step. */
  void tell(Step step, List<Lane> toKick) {
    Position before = told;
    told = step.after(before);
    for (LaneGroup group : groups) {
      if (!group.isEmpty()) {
        group.tell(step, before, told, toKick);
      }
    }
  }

  /** Tells something that has no place in the order. */
  void tellAside(Event event, List<Lane> toKick) {
    for (LaneGroup group : groups) {
      if (!group.isEmpty()) {
        group.tellAside(event, toKick);
      }
    }
  }

  /** Tells the number of subscribers to those who want to hear it. */
  void tellCount(Event.SubscriberCount count, List<Lane> toKick) {
    for (LaneGroup group : groups) {
      if (!group.isEmpty() && group.rendering().counts()) {
        group.tellAside(count, toKick);
      }
    }
  }

  /** Whether anybody wants to hear how many subscribers there are. */
  boolean wantsCount() {
    for (LaneGroup group : groups) {
      if (group.rendering().counts()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Members from whom something was hidden are told within a second that there was something,
   * unless what they are told before says so.
   */
  void tellUnseenSoon() {
    if (!unseenDue && hasUnseen()) {
      unseenDue = true;
      loop.schedule(UNSEEN_DELAY, this::tellUnseen);
    }
  }

  private boolean hasUnseen() {
    for (LaneGroup group : groups) {
      if (group.hasUnseen()) {
        return true;
      }
    }
    return false;
  }

  private void tellUnseen() {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (channel) {
      unseenDue = false;
      for (LaneGroup group : groups) {
        group.tellUnseen(told, toKick);
      }
    }
    Lane.kick(toKick);
  }

  private LaneGroup groupOf(Rendering rendering) {
    for (LaneGroup group : groups) {
      if (group.rendering().equals(rendering)) {
        return group;
      }
    }
    LaneGroup group = new LaneGroup(channel, rendering);
    groups.add(group);
    return group;
  }
}
