package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All lanes of one channel with one rendering, one for each loop that has members: here an event is
 * rendered and framed, once. Guarded by the channel.
 */
final class LaneGroup {
  private final Channel channel;
  private final Rendering rendering;
  private final Narrator narrator;
  private final List<Slot> slots = new ArrayList<>(2);
  private int members;

  /** What was told, and what of it was hidden and is not yet told, is behind this place. */
  private Position shown = Position.NONE;

  LaneGroup(Channel channel, Rendering rendering) {
    this.channel = channel;
    this.rendering = rendering;
    this.narrator = new Narrator(channel.ref(), rendering.presence());
  }

  Rendering rendering() {
    return rendering;
  }

  boolean isEmpty() {
    return members == 0;
  }

  boolean hasUnseen() {
    return narrator.hasUnseen();
  }

  /** Lets a member join at the end of its lane's queue. */
  void join(LaneItem.Join join, List<Lane> toKick) {
    if (members == 0) {
      shown = join.after();
    }
    Slot slot = slotOf(join.member().subscriber().loop());
    slot.members++;
    members++;
    if (slot.lane.enqueue(join)) {
      toKick.add(slot.lane);
    }
  }

  /** A member left, or will not come to its lane any more. */
  void left(Membership member) {
    slotOf(member.subscriber().loop()).members--;
    members--;
    if (members == 0) {
      // Whoever joins later was never there: what these did not see says nothing to it.
      narrator.forgetUnseen();
    }
  }

  /**
   * Tells a step.
   *
   * @param before the channel's place before it
   * @param after its place after it
   */
  void tell(Step step, Position before, Position after, List<Lane> toKick) {
    narrator.tell(
        step,
        event -> {
          // What was unseen until now is told first, and leads no further than to this step.
          Position place = event instanceof Event.Skipped ? before : after;
          send(event, place, toKick);
        });
    if (!narrator.hasUnseen()) {
      shown = after;
    }
  }

  void tellUnseen(Position after, List<Lane> toKick) {
    narrator.tellUnseen(event -> send(event, after, toKick));
    shown = after;
  }

  /** Tells something that has no place in the order. */
  void tellAside(Event event, List<Lane> toKick) {
    send(event, shown, toKick);
  }

  /** Sends an event to every member, but to one whom a message leaves out. */
  private void send(Event event, Position after, List<Lane> toKick) {
    Optional<byte[]> payload = rendering.encoding().render(event);
    if (payload.isEmpty()) {
      return;
    }
    Optional<ConnectionId> except = rendering.except(event);
    if (rendering.encoding().individual()) {
      enqueue(new LaneItem.Told(event, payload.get(), except, after), toKick);
      return;
    }
    int deliveries = event instanceof Event.Published ? 1 : 0;
    SharedFrame frame =
        rendering.framing().frame(payload.get(), rendering.encoding().binary(event));
    for (Slot slot : slots) {
      if (slot.members > 0) {
        LaneItem item = new LaneItem.Frame(frame.retain(), except, deliveries, after);
        if (slot.lane.enqueue(item)) {
          toKick.add(slot.lane);
        }
      }
    }
    frame.release();
  }

  private void enqueue(LaneItem.Told told, List<Lane> toKick) {
    for (Slot slot : slots) {
      if (slot.members > 0 && slot.lane.enqueue(told)) {
        toKick.add(slot.lane);
      }
    }
  }

  private Slot slotOf(Loop loop) {
    for (Slot slot : slots) {
      if (slot.lane.loop().equals(loop)) {
        return slot;
      }
    }
    Slot slot = new Slot(new Lane(channel, rendering, loop));
    slots.add(slot);
    return slot;
  }

  private static final class Slot {
    private final Lane lane;
    private int members;

    Slot(Lane lane) {
      this.lane = lane;
    }
  }
}
