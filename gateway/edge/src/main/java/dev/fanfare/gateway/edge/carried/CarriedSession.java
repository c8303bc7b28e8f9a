package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.Splitter.Split;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.streaming.ResponseFraming;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose requests come and go. What it sends waits in its {@link Backlog} until a
 * {@link Receiver} takes it. On the loop of the request that opened it.
 */
final class CarriedSession implements Link {
  private static final int OK = 200;
  private static final int WINDOW_BYTES = 65_536;
  private static final int POLL_BYTES = 262_144;
  private static final int BROKEN = 1006;
  private static final int GOING_AWAY = 1001;

  private final String id;
  private final EdgeLoop loop;
  private final Duration linger;
  private final int mostBytes;
  private final Function<Fault, HttpAnswer> refusal;
  private final Runnable known;
  private final Runnable over;
  private final Backlog backlog = new Backlog();
  private @Nullable Connection connection;
  private @Nullable Receiver receiver;
  private @Nullable Receiver next;
  private @Nullable Subscription timer;
  private Optional<Receiver.Head> head = Optional.empty();
  private final List<Waiter> waiters = new ArrayList<>(1);

  private State state = State.OPEN;
  private int closeCode = BROKEN;
  private int maxMessageBytes;
  private boolean trusted;
  private boolean pumpsLater;

  private enum State {
    OPEN,
    /** Nothing more is sent; what waits may still be received. */
    CLOSING,
    CLOSED
  }

  private record Waiter(long bytes, Runnable callback) {}

  /**
   * A session that is not yet opened.
   *
   * @param known called once, when the client has shown who it is or the session is over
   * @param over called once, when nothing can be received from it any more
   */
  CarriedSession(
      String id,
      EdgeLoop loop,
      Duration linger,
      CarriedOptions options,
      Function<Fault, HttpAnswer> refusal,
      Runnable known,
      Runnable over) {
    this.id = id;
    this.loop = loop;
    this.linger = linger;
    this.mostBytes = options.waitingBytes();
    this.maxMessageBytes = options.strangerMessageBytes();
    this.refusal = refusal;
    this.known = known;
    this.over = over;
  }

  String id() {
    return id;
  }

  /** Opens the conversation; from now on it dies unless somebody receives. */
  void open(Entrance entrance) {
    startLinger();
    Connection opened = entrance.open(this);
    connection = opened;
    if (state == State.CLOSED) {
      opened.closed(false, closeCode);
    }
  }

  /** Does what a request asks for. */
  Carry carry(Match.Carried request, byte[] body) {
    if (state == State.CLOSED || (state == State.CLOSING && isPost(request))) {
      return new Carry.Answered(request.unknown());
    }
    if (body.length > 0) {
      switch (request.in().split(body)) {
        case Split.Unreadable(HttpAnswer answer) -> {
          return new Carry.Answered(answer);
        }
        case Split.Messages(List<byte[]> messages) -> {
          if (messages.stream().anyMatch(message -> message.length > maxMessageBytes)) {
            return new Carry.Answered(tooLong());
          }
          messages.forEach(this::receive);
        }
      }
    }
    return switch (request.carriage()) {
      case Carriage.Posts(HttpAnswer accepted) -> new Carry.Answered(accepted);
      case Carriage.Opens(var answer) -> new Carry.Answered(answer.apply(id));
      case Carriage.Polls polls -> attach(polls, request);
      case Carriage.Streams streams -> attach(streams, request);
    };
  }

  private static boolean isPost(Match.Carried request) {
    return request.carriage() instanceof Carriage.Posts;
  }

  private void receive(byte[] message) {
    if (state == State.OPEN && connection != null) {
      connection.received(message, false);
    }
  }

  private HttpAnswer tooLong() {
    return refusal.apply(
        Fault.of(
            FaultCode.MESSAGE_TOO_LARGE,
            "A message of this session has at most " + maxMessageBytes + " bytes."));
  }

  private Carry attach(Carriage carriage, Match.Carried request) {
    Receiver fresh = new Receiver(this, carriage);
    Receiver before = receiver;
    if (before == null) {
      receiver = fresh;
      stopTimer();
    } else if (request.second().isPresent() && !before.isFinished()) {
      return new Carry.Answered(request.second().get());
    } else {
      replace(before, fresh);
    }
    return new Carry.Received(fresh);
  }

  /** What the old one has not taken is known when it is gone; then the new one goes on with it. */
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
      if (connection != null && taken.deliveries() > 0) {
        connection.delivered(taken.deliveries(), taken.bytes());
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
      stopTimer();
      if (state == State.CLOSING && backlog.isEmpty() && receiver == null) {
        end(true, closeCode);
      } else if (receiver == null) {
        startLinger();
      } else if (receiver.isReady()) {
        begin(receiver);
      }
    }
  }

  private void begin(Receiver ready) {
    switch (ready.carriage()) {
      case Carriage.Streams streams ->
          ready.begin(
              head.orElseGet(() -> new Receiver.Head(OK, streams.headers())), streams.prelude());
      case Carriage.Polls polls ->
          timer = loop.schedule(polls.longest(), () -> nothingCame(ready, polls));
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
        (state == State.CLOSING && !backlog.hasNext())
            || (streams.ends() && to.units > streams.mostUnits());
    if (!frames.isEmpty() || last) {
      to.write(frames, last);
    }
  }

  private void poll(Receiver to, Carriage.Polls polls) {
    if (!backlog.hasNext()) {
      if (state == State.CLOSING) {
        to.finish(Optional.of(polls.nothing()));
      }
      return;
    }
    List<SharedBuffer> frames = new ArrayList<>();
    while (backlog.hasNext() && backlog.unconfirmedBytes() < POLL_BYTES) {
      frames.add(backlog.next());
    }
    stopTimer();
    to.begin(head.orElseGet(() -> new Receiver.Head(OK, polls.headers())), new byte[0]);
    to.write(frames, true);
  }

  // What the conversation says.

  @Override
  public void begin(int status, Map<String, String> headers) {
    if (head.isEmpty()) {
      head = Optional.of(new Receiver.Head(status, headers));
    }
  }

  @Override
  public void send(SharedFrame frame, int deliveries) {
    if (state == State.OPEN) {
      // A receiver ends behind a message: several that were joined are not one for it.
      int left = deliveries;
      for (SharedBuffer message : Chunks.split((SharedBuffer) frame.retain())) {
        int one = Math.min(1, left);
        backlog.add(message, one);
        left -= one;
      }
      bound();
    }
  }

  @Override
  public void send(byte[] payload, boolean binary, int deliveries) {
    if (state == State.OPEN && payload.length > 0) {
      backlog.add((SharedBuffer) framing().frame(payload, binary), deliveries);
      bound();
    }
  }

  private void bound() {
    if (backlog.bytes() > mostBytes) {
      drop();
    } else {
      pumpLater();
    }
  }

  @Override
  public void close(int code, String reason) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      closeCode = code;
      pumpLater();
    }
  }

  @Override
  public long waitingBytes() {
    return backlog.bytes();
  }

  @Override
  public void whenBelow(long bytes, Runnable callback) {
    if (backlog.bytes() < bytes) {
      callback.run();
    } else if (state == State.OPEN) {
      waiters.add(new Waiter(bytes, callback));
    }
  }

  private void callBack() {
    List<Waiter> all = List.copyOf(waiters);
    waiters.clear();
    all.forEach(waiter -> whenBelow(waiter.bytes(), waiter.callback()));
  }

  @Override
  public boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public Framing framing() {
    return ResponseFraming.CHUNKED;
  }

  @Override
  public EdgeLoop loop() {
    return loop;
  }

  @Override
  public void trusted(int most) {
    if (!trusted && state != State.CLOSED) {
      known.run();
    }
    trusted = true;
    maxMessageBytes = most;
    if (receiver != null) {
      receiver.trusted();
    }
  }

  @Override
  public void reading(boolean on) {
    // Whoever posts waits for its answer.
  }

  @Override
  public void drop() {
    if (receiver != null) {
      receiver.drop();
    }
    end(false, BROKEN);
  }

  /** The server stops, and with it its receivers. */
  void goAway() {
    end(false, GOING_AWAY);
  }

  private void startLinger() {
    stopTimer();
    timer = loop.schedule(linger, () -> end(false, BROKEN));
  }

  private void stopTimer() {
    if (timer != null) {
      timer.close();
      timer = null;
    }
  }

  private void end(boolean clean, int code) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      closeCode = code;
      stopTimer();
      backlog.releaseAll();
      waiters.clear();
      if (!trusted) {
        known.run();
      }
      over.run();
      if (connection != null) {
        connection.closed(clean, code);
      }
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
