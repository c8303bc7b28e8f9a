package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.Splitter.Split;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose requests come and go: it lives while somebody receives what it sends (its
 * {@link Reception}), and a while longer. On the loop of the request that opened it.
 */
final class CarriedSession implements Link, Reception.Attendance {
  private static final int BROKEN = 1006;
  private static final int GOING_AWAY = 1001;

  private final String id;
  private final EdgeLoop loop;
  private final Duration linger;
  private final int mostBytes;
  private final Function<Fault, HttpAnswer> refusal;
  private final Runnable known;
  private final Runnable over;
  private final Reception reception;
  private @Nullable Connection connection;
  private @Nullable Subscription lingers;

  private State state = State.OPEN;
  private int closeCode = BROKEN;
  private int maxMessageBytes;
  private boolean trusted;

  private enum State {
    OPEN,
    /** Nothing more is sent; what waits may still be received. */
    CLOSING,
    CLOSED
  }

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
    this.reception = new Reception(loop, this);
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
    Optional<HttpAnswer> second = request.second();
    Optional<Receiver> receiver = reception.attach(carriage, second.isEmpty());
    return receiver.isPresent()
        ? new Carry.Received(receiver.get())
        : new Carry.Answered(second.orElseThrow());
  }

  // What the reception tells.

  @Override
  public void attended() {
    stopLingering();
  }

  @Override
  public void deserted() {
    switch (state) {
      case OPEN -> startLinger();
      case CLOSING -> {
        if (reception.isEmpty()) {
          end(true, closeCode);
        } else {
          startLinger();
        }
      }
      case CLOSED -> {}
    }
  }

  @Override
  public void delivered(int messages, long bytes) {
    if (connection != null) {
      connection.delivered(messages, bytes);
    }
  }

  // What the conversation says.

  @Override
  public void begin(int status, Map<String, String> headers) {
    reception.begin(new Receiver.Head(status, headers));
  }

  @Override
  public boolean send(SharedFrame frame, int deliveries) {
    if (state == State.OPEN) {
      // A receiver ends behind a message: several that were joined are not one for it.
      int left = deliveries;
      for (SharedBuffer message : Chunks.split((SharedBuffer) frame.retain())) {
        int one = Math.min(1, left);
        reception.add(message, one);
        left -= one;
      }
      bound();
    }
    return false;
  }

  @Override
  public void send(byte[] payload, boolean binary, int deliveries) {
    if (state == State.OPEN && payload.length > 0) {
      reception.add((SharedBuffer) framing().frame(payload, binary), deliveries);
      bound();
    }
  }

  private void bound() {
    if (reception.waitingBytes() > mostBytes) {
      drop();
    }
  }

  @Override
  public void close(int code, String reason) {
    if (state == State.OPEN) {
      state = State.CLOSING;
      closeCode = code;
      reception.endWithTheRest();
    }
  }

  @Override
  public long waitingBytes() {
    return reception.waitingBytes();
  }

  @Override
  public void whenBelow(long bytes, Runnable callback) {
    if (state == State.OPEN || reception.waitingBytes() < bytes) {
      reception.whenBelow(bytes, callback);
    }
  }

  @Override
  public boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public Framing framing() {
    return reception.framing();
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
    reception.trust();
  }

  @Override
  public void reading(boolean on) {
    // Whoever posts waits for its answer.
  }

  @Override
  public void drop() {
    reception.drop();
    end(false, BROKEN);
  }

  /** The server stops, and with it its receivers. */
  void goAway() {
    end(false, GOING_AWAY);
  }

  private void startLinger() {
    stopLingering();
    lingers = loop.schedule(linger, () -> end(false, BROKEN));
  }

  private void stopLingering() {
    if (lingers != null) {
      lingers.close();
      lingers = null;
    }
  }

  private void end(boolean clean, int code) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      closeCode = code;
      stopLingering();
      reception.end();
      if (!trusted) {
        known.run();
      }
      over.run();
      if (connection != null) {
        connection.closed(clean, code);
      }
    }
  }
}
