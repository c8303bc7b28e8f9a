package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of one channel on one loop that share a rendering. Frames come in from any thread, in
 * the channel's order; the loop takes all that wait, joins them into one buffer and writes that
 * once to every member.
 *
 * <p>It works as long as its app has a share of the loop's turn, and goes on in the next one, with
 * the member at which it stopped. One that is behind rests between its rounds, see {@link Respite}.
 *
 * <p>The queue is bounded: when a loop falls so far behind that more than {@link #MAX_QUEUED_BYTES}
 * wait behind what it is writing (no more than that either), frames are let go and every member
 * reads on from the log, at the place that it had reached. Nothing is lost by it.
 */
final class Lane implements Runnable {
  static final long MAX_QUEUED_BYTES = 8 << 20;

  /**
   * So much is joined into one buffer at most: a member is too slow when it does not take what it
   * gets, not when much waited for its loop.
   */
  private static final int MAX_JOINED_BYTES = 64 << 10;

  /** Members that are written to together. */
  private static final int TOGETHER = 8;

  private final Channel channel;
  private final Rendering rendering;
  private final Loop loop;
  private final Turns turns;
  private final Deliveries.OnLoop deliveries;
  private final Time time;

  // Guarded by this.
  private ArrayDeque<LaneItem> queue = new ArrayDeque<>(4);
  private long queuedBytes;
  private boolean scheduled;
  private boolean overrun;

  // Touched on the loop only.
  private final List<Membership> members = new ArrayList<>(2);
  private Position delivered = Position.NONE;
  private ArrayDeque<LaneItem> taken = new ArrayDeque<>(4);
  private boolean fellBehind;
  private final Respite respite = new Respite();

  /** What is being written: members up to {@code next} have not got it yet. */
  private LaneItem.@Nullable Round round;

  private int next = -1;

  Lane(Channel channel, Rendering rendering, Loop loop) {
    this.channel = channel;
    this.rendering = rendering;
    this.loop = loop;
    this.turns = channel.turns(loop);
    this.deliveries = channel.deliveries(loop);
    this.time = channel.time();
  }

  Loop loop() {
    return loop;
  }

  /**
   * Adds to the queue, taking over the caller's reference of a frame. Any thread, in the channel's
   * order.
   *
   * @return whether the caller has to run this lane, see {@link #kick()}
   */
  synchronized boolean enqueue(LaneItem item) {
    switch (item) {
      case LaneItem.Frame frame -> {
        if (overrun) {
          frame.frame().release();
          return false;
        }
        queuedBytes += frame.frame().bytes();
      }
      case LaneItem.Told told -> {
        if (overrun) {
          return false;
        }
        queuedBytes += told.rendered().length;
      }
      case LaneItem.Join join -> {}
    }
    if (queuedBytes > MAX_QUEUED_BYTES) {
      overrun = true;
    }
    queue.add(item);
    if (scheduled) {
      return false;
    }
    scheduled = true;
    return true;
  }

  /**
   * Runs what waits, once the loop has done what it is at. On the own loop too: all that came in
   * with one read of its sockets goes out as one write to each member, which is where saturation is
   * won.
   */
  void kick() {
    loop.execute(this);
  }

  /** Kicks those that have something to do. */
  static void kick(List<Lane> lanes) {
    for (Lane lane : lanes) {
      lane.kick();
    }
  }

  @Override
  public void run() {
    while (round != null || !taken.isEmpty() || (!rests() && take())) {
      int left = turns.left(app());
      if (left == 0) {
        turns.later(app(), this);
        return;
      }
      turns.worked(app(), round == null ? begin(taken.remove()) : write(round, left));
      if (round == null && taken.isEmpty() && fellBehind) {
        fellBehind = false;
        sendAllToTheLog();
      }
    }
  }

  /** Whether it leaves what waits where it is; then it is run again later. */
  private boolean rests() {
    if (!respite.isDue()) {
      return false; // nearly always, and then nobody asks for the time
    }
    Duration left = respite.left(time.monotonicNanos());
    if (left.isZero()) {
      return false;
    }
    loop.schedule(left, this);
    return true;
  }

  private synchronized Respite.Waiting waiting() {
    if (queue.isEmpty() && taken.isEmpty()) {
      return Respite.Waiting.NOTHING;
    }
    boolean joins = taken.isEmpty() && queuedBytes < MAX_JOINED_BYTES && fits(queue.peek(), 0);
    return joins ? Respite.Waiting.SOMETHING : Respite.Waiting.ENOUGH;
  }

  /** Takes all that waits; whether there was anything. */
  private synchronized boolean take() {
    if (queue.isEmpty()) {
      scheduled = false;
      return false;
    }
    ArrayDeque<LaneItem> empty = taken;
    taken = queue;
    queue = empty;
    queuedBytes = 0;
    fellBehind = overrun;
    overrun = false;
    return true;
  }

  /**
   * Begins with the next item.
   *
   * @return the units of work that this was
   */
  private int begin(LaneItem item) {
    switch (item) {
      case LaneItem.Frame frame when fellBehind -> frame.frame().release();
      case LaneItem.Frame frame -> beginRound(joined(frame));
      case LaneItem.Told told when fellBehind -> {}
      case LaneItem.Told told -> beginRound(told);
      case LaneItem.Join join -> {
        join(join);
        return 1 + join.replay().size();
      }
    }
    return 0;
  }

  private void beginRound(LaneItem.Round item) {
    round = item;
    next = members.size() - 1;
    respite.begins(time.monotonicNanos());
  }

  /** Takes a member out: the last one gets its place. On the loop. */
  void remove(Membership member) {
    int hole = member.laneIndex();
    if (hole <= next) {
      // It has not got what is being written. Who takes its place must not have got it either.
      put(members.get(next), hole);
      hole = next--;
    }
    Membership last = members.remove(members.size() - 1);
    if (hole < members.size()) {
      put(last, hole);
    }
  }

  private void put(Membership member, int index) {
    members.set(index, member);
    member.laneIndex(index);
  }

  private void join(LaneItem.Join join) {
    Membership member = join.member();
    if (member.ended()) {
      return;
    }
    member.answerAndReplay(join);
    if (member.ended()) {
      return;
    }
    if (fellBehind) {
      member.leaveLaneForLog(join.after());
      return;
    }
    if (members.isEmpty()) {
      // Else the others may not have been told yet of what was hidden from them before this place.
      delivered = join.after();
    }
    members.add(member);
    member.entered(this, members.size() - 1);
  }

  /** A frame with those behind it that go to the same members. */
  private LaneItem.Frame joined(LaneItem.Frame first) {
    if (first.except().isPresent() || !fits(taken.peek(), first.frame().bytes())) {
      return first;
    }
    List<SharedFrame> parts = new ArrayList<>();
    long bytes = 0;
    int deliveries = 0;
    LaneItem.Frame frame = first;
    while (true) {
      parts.add(frame.frame());
      bytes += frame.frame().bytes();
      deliveries += frame.deliveries();
      if (!fits(taken.peek(), bytes)) {
        break;
      }
      frame = (LaneItem.Frame) taken.remove();
    }
    SharedFrame all = rendering.framing().join(parts);
    return new LaneItem.Frame(all, Optional.empty(), deliveries, frame.after());
  }

  private static boolean fits(@Nullable LaneItem item, long bytesBefore) {
    return item instanceof LaneItem.Frame frame
        && frame.except().isEmpty()
        && bytesBefore + frame.frame().bytes() <= MAX_JOINED_BYTES;
  }

  /**
   * Writes to members that have not got it, as many as are allowed. Backwards, so that one who is
   * too slow can be taken out meanwhile.
   *
   * @return to how many
   */
  private int write(LaneItem.Round item, int most) {
    int written = 0;
    while (next >= 0 && written < most) {
      switch (item) {
        case LaneItem.Frame frame -> written += write(frame, most - written);
        case LaneItem.Told told -> {
          tell(told, members.get(next--));
          written++;
        }
      }
    }
    if (next < 0) {
      if (item instanceof LaneItem.Frame frame) {
        frame.frame().release();
      }
      delivered = item.after();
      round = null;
      respite.ended(time.monotonicNanos(), waiting());
    }
    return written;
  }

  /**
   * Writes to the next few members. All of them are asked for room before the first is written to:
   * so what is known of each is fetched from memory while that of the others is. What their sockets
   * took at once is counted together: so their sessions are not fetched at all.
   *
   * @return to how many
   */
  private int write(LaneItem.Frame frame, int most) {
    int bytes = frame.frame().bytes();
    int few = Math.min(Math.min(most, TOGETHER), next + 1);
    int ready = 0;
    while (ready < few && members.get(next - ready).hasRoomFor(bytes)) {
      ready++;
    }
    if (ready == 0) {
      Membership member = members.get(next--);
      if (!isLeftOut(frame, member)) {
        member.fellBehind(delivered);
      }
      return 1;
    }
    int taken = 0;
    for (int i = 0; i < ready && next >= 0; i++) {
      Membership member = members.get(next--);
      if (!isLeftOut(frame, member) && member.outlet().send(frame.frame(), frame.deliveries())) {
        taken++;
      }
    }
    if (taken > 0 && frame.deliveries() > 0) {
      deliveries.add(app(), taken * frame.deliveries(), (long) taken * bytes);
    }
    return ready;
  }

  /** Whether a round is not for a member, which is told so. */
  private boolean isLeftOut(LaneItem.Frame frame, Membership member) {
    boolean out = isLeftOut(member, frame.except());
    if (out) {
      member.tell(new Event.Skipped(channel.ref(), frame.after().offset(), Event.Why.EXCLUDED));
    }
    return out;
  }

  /** Tells the member's conversation, which may end its session, and so this member, meanwhile. */
  private void tell(LaneItem.Told told, Membership member) {
    if (isLeftOut(member, told.except())) {
      member.tell(new Event.Skipped(channel.ref(), told.after().offset(), Event.Why.EXCLUDED));
    } else if (!member.hasRoomFor(told.rendered().length)) {
      member.fellBehind(delivered);
    } else {
      member.subscriber().event(told.event(), told.rendered());
    }
  }

  private static boolean isLeftOut(Membership member, Optional<ConnectionId> except) {
    // Nearly always nobody is, and then nobody's id is fetched from memory.
    return except.isPresent() && member.subscriber().connection().equals(except.get());
  }

  private AppId app() {
    return channel.key().app();
  }

  private void sendAllToTheLog() {
    while (!members.isEmpty()) {
      members.get(members.size() - 1).leaveLaneForLog(delivered);
    }
  }
}
