package dev.fanfare.gateway.edge.streaming;

import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.DirectMemory;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.Goodbye;
import dev.fanfare.gateway.edge.websocket.Outbox;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response to one request as a way out. What is sent in the turn that opened it is held until
 * that turn is over: if it was closed by then, the client gets one whole response with its length,
 * else a response that goes on. On its loop only.
 */
public final class ResponseStream implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseStream.class);
  private static final int OK = 200;
  private static final int HELD_BYTES = 65_536;
  private static final int OUR_FAULT = 4500;
  private static final int BROKEN = 1006;
  private static final int GOING_AWAY = 1001;

  private final ChannelHandlerContext ctx;
  private final EdgeLoop loop;
  private final ResponseFraming framing;
  private final Carrier carrier;
  private final Outbox outbox;
  private @Nullable Connection connection;

  private State state = State.HELD;
  private int status = OK;
  private Map<String, String> headers = Map.of();
  private boolean begun;
  private boolean turnEndsLater;
  private final List<Held> held = new ArrayList<>(2);
  private int heldBytes;
  private int earlyMessages;
  private long earlyBytes;
  private boolean told;
  private boolean waited;
  private long progress;

  private enum State {
    /** Nothing has gone to the socket. */
    HELD,
    STREAMING,
    /** The end is on its way. */
    CLOSING,
    CLOSED
  }

  private record Held(byte[] payload, int deliveries) {}

  /** The connection that carries the response. */
  public interface Carrier {
    /** The head of a response that goes on. */
    ByteBuf head(int status, Map<String, String> headers);

    /** The head of a response whose body has this length. */
    ByteBuf head(int status, Map<String, String> headers, int length);

    /**
     * A whole response for a conversation that was closed before it said anything.
     *
     * @param code the close code
     */
    ByteBuf unsaid(int code, String reason);

    /** The client has shown who it is. */
    void trusted();

    /** The end is on its way: it has the time that a goodbye has. */
    void closing();

    /** All of it was taken by the operating system. */
    void ended();
  }

  /** A response to which nothing was said. */
  public ResponseStream(
      ChannelHandlerContext ctx, EdgeLoop loop, ResponseFraming framing, Carrier carrier) {
    this.ctx = ctx;
    this.loop = loop;
    this.framing = framing;
    this.carrier = carrier;
    this.outbox = new Outbox(ctx, loop, this::confirm);
  }

  /**
   * Opens the connection that it is the way out of.
   *
   * @param body what it receives; nothing where it is empty
   */
  public void open(Entrance entrance, byte[] body) {
    Connection opened;
    try {
      opened = entrance.open(this);
    } catch (RuntimeException broken) {
      LOG.error("A conversation could not be opened", broken);
      close(OUR_FAULT, "something broke on our side");
      return;
    }
    connection = opened;
    if (earlyMessages > 0) {
      opened.delivered(earlyMessages, earlyBytes);
    }
    if (body.length > 0 && state != State.CLOSING) {
      opened.received(body, false);
    }
  }

  /** The socket is gone. */
  public void broken() {
    state = State.CLOSED;
    held.clear();
    outbox.end();
    tell(false, BROKEN);
  }

  /** Whether the client takes nothing of what waits since this was asked last. */
  public boolean isStuck() {
    boolean waitedBefore = waited;
    long before = progress;
    waited = outbox.waitingBytes() > 0;
    progress = outbox.progress();
    return state == State.CLOSING || (waitedBefore && waited && progress == before);
  }

  /** The server stops. */
  public void endGently() {
    close(GOING_AWAY, "the server stops");
  }

  @Override
  public void begin(int status, Map<String, String> headers) {
    if (state == State.HELD) {
      this.status = status;
      this.headers = headers;
      begun = true;
      turnEndsLater();
    }
  }

  @Override
  public boolean send(SharedFrame frame, int deliveries) {
    if (state == State.HELD) {
      start();
    }
    if (state == State.STREAMING && mayHaveBody()) {
      outbox.gather(((SharedBuffer) frame).share(), deliveries);
    }
    return false;
  }

  @Override
  public void send(byte[] payload, boolean binary, int deliveries) {
    if (state == State.HELD) {
      held.add(new Held(payload, deliveries));
      heldBytes += payload.length;
      turnEndsLater();
      if (heldBytes > HELD_BYTES) {
        start();
      }
    } else if (state == State.STREAMING && mayHaveBody()) {
      outbox.gather(framing.bytes(ctx.alloc(), payload), deliveries);
    }
  }

  @Override
  public void close(int code, String reason) {
    switch (state) {
      case HELD -> {
        state = State.CLOSING;
        whole(code, reason);
        outbox.sendLast(Unpooled.EMPTY_BUFFER, () -> taken(code));
        carrier.closing();
      }
      case STREAMING -> {
        state = State.CLOSING;
        ByteBuf end = mayHaveBody() ? framing.end(ctx.alloc()) : Unpooled.EMPTY_BUFFER;
        outbox.sendLast(end, () -> taken(code));
        carrier.closing();
      }
      case CLOSING, CLOSED -> {}
    }
  }

  @Override
  public long waitingBytes() {
    return outbox.waitingBytes() + heldBytes;
  }

  @Override
  public long mostWaitingBytes() {
    return DirectMemory.mostWaitingBytes();
  }

  @Override
  public void whenBelow(long bytes, Runnable callback) {
    if (heldBytes > 0) {
      start();
    }
    outbox.whenBelow(bytes, callback);
  }

  @Override
  public boolean isOpen() {
    return state == State.HELD || state == State.STREAMING;
  }

  @Override
  public Framing framing() {
    return framing;
  }

  @Override
  public EdgeLoop loop() {
    return loop;
  }

  @Override
  public void trusted(int maxMessageBytes) {
    if (state != State.CLOSED) {
      carrier.trusted();
    }
  }

  @Override
  public void reading(boolean on) {
    // What it receives was there before it was opened.
  }

  @Override
  public void drop() {
    Goodbye.drop(ctx);
  }

  private void turnEndsLater() {
    if (!turnEndsLater) {
      turnEndsLater = true;
      loop.soon(
          () -> {
            turnEndsLater = false;
            if (state == State.HELD) {
              start();
            }
          });
    }
  }

  private void start() {
    state = State.STREAMING;
    outbox.gather(carrier.head(status, headers), 0);
    for (Held each : held) {
      if (mayHaveBody()) {
        outbox.gather(framing.bytes(ctx.alloc(), each.payload), each.deliveries);
      }
    }
    held.clear();
    heldBytes = 0;
  }

  private void whole(int code, String reason) {
    if (!begun && held.isEmpty()) {
      outbox.hold(carrier.unsaid(code, reason), 0);
      return;
    }
    outbox.hold(carrier.head(status, headers, heldBytes), 0);
    for (Held each : held) {
      if (mayHaveBody()) {
        outbox.hold(ResponseFraming.PLAIN.bytes(ctx.alloc(), each.payload), each.deliveries);
      }
    }
    held.clear();
    heldBytes = 0;
  }

  private boolean mayHaveBody() {
    return status != 204 && status != 304;
  }

  private void taken(int code) {
    if (state == State.CLOSING) {
      state = State.CLOSED;
      outbox.end();
      tell(true, code);
      carrier.ended();
    }
  }

  private void tell(boolean clean, int code) {
    if (!told) {
      told = true;
      if (connection != null) {
        connection.closed(clean, code);
      }
    }
  }

  private void confirm(int messages, long bytes) {
    if (connection == null) {
      earlyMessages += messages;
      earlyBytes += bytes;
    } else if (!told) {
      connection.delivered(messages, bytes);
    }
  }
}
