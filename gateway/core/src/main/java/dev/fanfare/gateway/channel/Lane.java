package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of one channel on one loop that share a rendering. Frames come in from any thread, in
 * the channel's order; the loop takes all that wait, joins them into one buffer and writes that
 * once to every member.
 *
 * <p>The queue is bounded: when a loop falls so far behind that more than {@link #MAX_QUEUED_BYTES}
 * wait, frames are let go and every member reads on from the log, at the place that it had reached.
 * Nothing is lost by it.
 */
final class Lane implements Runnable {
  static final long MAX_QUEUED_BYTES = 8 << 20;

  /**
   * So much is joined into one buffer at most: a member is too slow when it does not take what it
   * gets, not when much waited for its loop.
   */
  private static final int MAX_JOINED_BYTES = 64 << 10;

  private final Channel channel;
  private final Rendering rendering;
  private final Loop loop;

  // Guarded by this.
  private ArrayDeque<LaneItem> queue = new ArrayDeque<>(4);
  private ArrayDeque<LaneItem> spare = new ArrayDeque<>(4);
  private long queuedBytes;
  private boolean scheduled;
  private boolean overrun;

  // Touched on the loop only.
  private final List<Membership> members = new ArrayList<>(2);
  private Position delivered = Position.NONE;

  Lane(Channel channel, Rendering rendering, Loop loop) {
    this.channel = channel;
    this.rendering = rendering;
    this.loop = loop;
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

  @Override
  public void run() {
    List<LaneItem.Frame> waiting = new ArrayList<>();
    while (true) {
      ArrayDeque<LaneItem> taken;
      boolean fellBehind;
      synchronized (this) {
        if (queue.isEmpty()) {
          scheduled = false;
          return;
        }
        taken = queue;
        queue = spare;
        queuedBytes = 0;
        fellBehind = overrun;
        overrun = false;
      }
      for (LaneItem item = taken.poll(); item != null; item = taken.poll()) {
        switch (item) {
          case LaneItem.Frame frame when fellBehind -> frame.frame().release();
          case LaneItem.Frame frame -> {
            if (frame.except().isPresent()) {
              write(waiting);
              writeExcept(frame, frame.except().get());
            } else {
              waiting.add(frame);
            }
          }
          case LaneItem.Told told -> {
            if (!fellBehind) {
              tell(told);
            }
          }
          case LaneItem.Join join -> {
            write(waiting);
            join(join, fellBehind);
          }
        }
      }
      write(waiting);
      spare = taken;
      if (fellBehind) {
        sendAllToTheLog();
      }
    }
  }

  /** Takes a member out: the last one gets its place. On the loop. */
  void remove(Membership member) {
    Membership last = members.remove(members.size() - 1);
    if (last != member) {
      members.set(member.laneIndex(), last);
      last.laneIndex(member.laneIndex());
    }
  }

  private void join(LaneItem.Join join, boolean fellBehind) {
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

  private void write(List<LaneItem.Frame> frames) {
    int from = 0;
    while (from < frames.size()) {
      int to = from;
      long bytes = 0;
      do {
        bytes += frames.get(to).frame().bytes();
        to++;
      } while (to < frames.size() && bytes + frames.get(to).frame().bytes() <= MAX_JOINED_BYTES);
      writeJoined(frames.subList(from, to));
      from = to;
    }
    frames.clear();
  }

  private void writeJoined(List<LaneItem.Frame> frames) {
    int deliveries = 0;
    SharedFrame shared;
    if (frames.size() == 1) {
      shared = frames.get(0).frame();
      deliveries = frames.get(0).deliveries();
    } else {
      List<SharedFrame> parts = new ArrayList<>(frames.size());
      for (LaneItem.Frame frame : frames) {
        parts.add(frame.frame());
        deliveries += frame.deliveries();
      }
      shared = rendering.framing().join(parts);
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      send(members.get(i), shared, deliveries);
    }
    shared.release();
    delivered = frames.get(frames.size() - 1).after();
  }

  private void writeExcept(LaneItem.Frame frame, ConnectionId except) {
    for (int i = members.size() - 1; i >= 0; i--) {
      Membership member = members.get(i);
      if (member.subscriber().connection().equals(except)) {
        member.tell(new Event.Skipped(channel.ref(), frame.after().offset(), Event.Why.EXCLUDED));
      } else {
        send(member, frame.frame(), frame.deliveries());
      }
    }
    frame.frame().release();
    delivered = frame.after();
  }

  /** Tells each member's conversation, which may end its session, and so this member, meanwhile. */
  private void tell(LaneItem.Told told) {
    for (int i = members.size() - 1; i >= 0; i--) {
      Membership member = members.get(i);
      Subscriber subscriber = member.subscriber();
      if (told.except().filter(subscriber.connection()::equals).isPresent()) {
        member.tell(new Event.Skipped(channel.ref(), told.after().offset(), Event.Why.EXCLUDED));
      } else if (subscriber.outlet().waitingBytes() + told.rendered().length
          > subscriber.outboxBytes()) {
        member.fellBehind(delivered);
      } else {
        subscriber.event(told.event(), told.rendered());
      }
    }
    delivered = told.after();
  }

  /** Backwards iteration lets a member that is too slow be taken out meanwhile. */
  private void send(Membership member, SharedFrame frame, int deliveries) {
    Outlet outlet = member.subscriber().outlet();
    if (outlet.waitingBytes() + frame.bytes() > member.subscriber().outboxBytes()) {
      member.fellBehind(delivered);
    } else {
      outlet.send(frame, deliveries);
    }
  }

  private void sendAllToTheLog() {
    while (!members.isEmpty()) {
      members.get(members.size() - 1).leaveLaneForLog(delivered);
    }
  }
}
