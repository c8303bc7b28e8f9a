package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.streaming.ResponseFraming;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a session is received: what it sent waits in its {@link Backlog} until a {@link Receiver}
 * takes it. There is one at a time; a newer one waits until the older is gone, since only then it
 * is known what that has not taken, and goes on with it. On the session's loop.
 */
final class Reception {
  private static final int OK = 200;
  private static final int WINDOW_BYTES = 65_536;
  private static final int POLL_BYTES = 262_144;
  private static final byte[] NOTHING = new byte[0];

  private final EdgeLoop loop;
  private final Attendance attendance;
  private final Backlog backlog = new Backlog();
  private final List<Waiter> waiters = new ArrayList<>(1);
  private @Nullable Receiver receiver;
  private @Nullable Receiver next;
  private @Nullable Subscription pollEnds;
  private Optional<Receiver.Head> head = Optional.empty();
  private boolean trusted;
  private boolean ending;
  private boolean pumpsLater;

  private record Waiter(long bytes, Runnable callback) {}

  Reception(EdgeLoop loop, Attendance attendance) {
    this.loop = loop;
    this.attendance = attendance;
  }

  /** Hears whether anybody receives. */
  interface Attendance {
    /** Somebody receives again. */
    void attended();

    /** Nobody receives any more, until somebody comes. */
    void deserted();

    /** Messages were taken by a receiver's operating system. */
    void delivered(int messages, long bytes);
  }

  // What the session says.

  /** How every response begins, unless that was said before. */
  void begin(Receiver.Head first) {
    if (head.isEmpty()) {
      head = Optional.of(first);
    }
  }

  /** Has a message received, taking over its reference. */
  void add(SharedBuffer message, int deliveries) {
    backlog.add(message, deliveries);
    pumpLater();
  }

  /** Nothing more is sent: who receives the rest ends with it. */
  void endWithTheRest() {
    ending = true;
    pumpLater();
  }

  /** The client has shown who it is. */
  void trust() {
    trusted = true;
    if (receiver != null) {
      receiver.trusted();
    }
  }

  /** How much nobody has certainly received. */
  long waitingBytes() {
    return backlog.bytes();
  }

  /** Whether everything was received. */
  boolean isEmpty() {
    return backlog.isEmpty();
  }

  /** Calls back once less than this waits; at once where it does. */
  void whenBelow(long bytes, Runnable callback) {
    if (backlog.bytes() < bytes) {
      callback.run();
    } else {
      waiters.add(new Waiter(bytes, callback));
    }
  }

  /**
   * A request wants to receive.
   *
   * @return what does so once it is opened; nothing when somebody else receives, and that is not to
   *     be replaced
   */
  Optional<Receiver> attach(Carriage carriage, boolean mayReplace) {
    Receiver fresh = new Receiver(this, carriage);
    Receiver before = receiver;
    if (before == null) {
      receiver = fresh;
      attendance.attended();
    } else if (!mayReplace && !before.isFinished()) {
      return Optional.empty();
    } else {
      replace(before, fresh);
    }
    return Optional.of(fresh);
  }

  /** Breaks off what is being received. */
  void drop() {
    if (receiver != null) {
      receiver.drop();
    }
  }

  /** Nothing is received any more, and what waits is let go of. */
  void end() {
    ending = false;
    stopPoll();
    backlog.releaseAll();
    waiters.clear();
  }

  private void replace(Receiver before, Receiver fresh) {
    Receiver waiting = next;
    next = fresh;
    if (waiting != null) {
      waiting.drop();
    }
    if (!before.isFinished()) {
      if (backlog.isUnconfirmed()) {
        before.drop();
      } else {
        before.finish(Optional.empty());
      }
    }
  }

  // What receivers tell.

  EdgeLoop loop() {
    return loop;
  }

  Framing framing() {
    return ResponseFraming.CHUNKED;
  }

  void ready(Receiver ready, Link link) {
    ready.ready(link);
    if (ready.isFinished() || (!isCurrent(ready) && !isNext(ready))) {
      ready.drop();
      return;
    }
    if (trusted) {
      ready.trusted();
    }
    if (isCurrent(ready)) {
      begin(ready);
    }
  }

  void taken(Receiver from, int frames) {
    if (isCurrent(from)) {
      Backlog.Taken taken = backlog.confirm(frames);
      if (taken.deliveries() > 0) {
        attendance.delivered(taken.deliveries(), taken.bytes());
      }
      callBack();
      pump();
    }
  }

  void gone(Receiver gone) {
    if (isNext(gone)) {
      next = null;
    } else if (isCurrent(gone)) {
      backlog.takeBack();
      receiver = next;
      next = null;
      stopPoll();
      if (receiver == null) {
        attendance.deserted();
      } else if (receiver.isReady()) {
        begin(receiver);
      }
    }
  }

  private void callBack() {
    List<Waiter> all = List.copyOf(waiters);
    waiters.clear();
    all.forEach(waiter -> whenBelow(waiter.bytes(), waiter.callback()));
  }

  private void begin(Receiver ready) {
    switch (ready.carriage()) {
      case Carriage.Streams streams ->
          ready.begin(
              head.orElseGet(() -> new Receiver.Head(OK, streams.headers())), streams.prelude());
      case Carriage.Polls polls ->
          pollEnds = loop.schedule(polls.longest(), () -> nothingCame(ready, polls));
      case Carriage.Posts posts -> throw new IllegalStateException("A post receives nothing");
      case Carriage.Opens opens -> throw new IllegalStateException("It receives nothing");
    }
    pump();
  }

  private void nothingCame(Receiver poll, Carriage.Polls polls) {
    if (isCurrent(poll) && poll.isReady()) {
      poll.finish(Optional.of(polls.nothing()));
    }
  }

  private void pumpLater() {
    if (!pumpsLater) {
      pumpsLater = true;
      loop.soon(
          () -> {
            pumpsLater = false;
            pump();
          });
    }
  }

  private void pump() {
    Receiver to = receiver;
    if (to == null || !to.isReady()) {
      return;
    }
    switch (to.carriage()) {
      case Carriage.Streams streams -> stream(to, streams);
      case Carriage.Polls polls -> poll(to, polls);
      case Carriage.Posts posts -> throw new IllegalStateException("A post receives nothing");
      case Carriage.Opens opens -> throw new IllegalStateException("It receives nothing");
    }
  }

  private void stream(Receiver to, Carriage.Streams streams) {
    List<SharedBuffer> frames = new ArrayList<>();
    while (to.units <= streams.mostUnits()
        && backlog.unconfirmedBytes() < WINDOW_BYTES
        && backlog.hasNext()) {
      SharedBuffer frame = backlog.next();
      frames.add(frame);
      if (streams.mostUnits() != Carriage.Streams.UNLIMITED) {
        to.units += Chunks.units(frame);
      }
    }
    boolean last =
        (ending && !backlog.hasNext()) || (streams.ends() && to.units > streams.mostUnits());
    if (!frames.isEmpty() || last) {
      to.write(frames, last);
    }
  }

  private void poll(Receiver to, Carriage.Polls polls) {
    if (!backlog.hasNext()) {
      if (ending) {
        to.finish(Optional.of(polls.nothing()));
      }
      return;
    }
    List<SharedBuffer> frames = new ArrayList<>();
    while (backlog.hasNext() && backlog.unconfirmedBytes() < POLL_BYTES) {
      frames.add(backlog.next());
    }
    stopPoll();
    to.begin(head.orElseGet(() -> new Receiver.Head(OK, polls.headers())), NOTHING);
    to.write(frames, true);
  }

  private void stopPoll() {
    if (pollEnds != null) {
      pollEnds.close();
      pollEnds = null;
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very one
  private boolean isCurrent(Receiver other) {
    return receiver == other;
  }

  @SuppressWarnings("ReferenceEquality") // this very one
  private boolean isNext(Receiver other) {
    return next == other;
  }
}
