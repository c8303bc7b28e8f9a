package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.gate.Room;
import dev.fanfare.gateway.edge.gate.Visit;
import dev.fanfare.gateway.edge.loop.DirectMemory;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.Goodbye;
import dev.fanfare.gateway.edge.loop.TimedHandler;
import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket after its upgrade: the only handler of its socket beside TLS. Everything happens on
 * its loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes the socket, and that is told
public final class WebSocketConnection extends TimedHandler
    implements Link, FrameReader.Listener, Outbox.Delivered {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

  /** Pongs are not added to a queue that is longer than this. */
  private static final int PONG_BYTES_WAITING = 65_536;

  private static final byte[] EMPTY = new byte[0];

  private final EdgeLoop loop;
  private final Pace pace;
  private final Visit visit;
  private final FrameReader reader;
  private final Life life;
  private ChannelHandlerContext ctx;
  private Outbox outbox;
  private Connection connection = Nobody.INSTANCE;

  private State state = State.OPEN;
  private final boolean deflate;
  private boolean compresses;
  private boolean inside;
  private boolean told;
  private boolean closeTaken;
  private boolean peerClosed;
  private int closeCode = CloseCode.BROKEN;

  private enum State {
    OPEN,
    /** We said goodbye and wait for the peer's. */
    CLOSING,
    /** Nothing of the peer counts any more; the last frame is on its way out. */
    ENDING,
    CLOSED
  }

  @SuppressWarnings("NullAway.Init") // handlerAdded comes before everything else
  private WebSocketConnection(EdgeLoop loop, Pace pace, Visit visit, Room room, boolean deflate) {
    this.loop = loop;
    this.pace = pace;
    this.visit = visit;
    WebSocketOptions options = pace.options();
    this.reader =
        new FrameReader(
            this, options.strangerMessageBytes(), options.maxFragments(), room, deflate);
    this.deflate = deflate;
    this.life = new Life(pace, loop.wheel().now());
  }

  /**
   * Takes a socket over whose upgrade was just answered, and opens the connection.
   *
   * @param before the handler whose place it takes
   * @param visit the socket's, which is left with this connection from now on
   * @param room for messages that are not complete
   * @param deflate whether permessage-deflate was agreed
   */
  public static WebSocketConnection takeOver(
      ChannelHandlerContext before,
      EdgeLoop loop,
      Pace pace,
      Visit visit,
      Room room,
      Entrance entrance,
      boolean deflate) {
    var taken = new WebSocketConnection(loop, pace, visit, room, deflate);
    before.pipeline().replace(before.handler(), "websocket", taken);
    taken.open(entrance);
    return taken;
  }

  /** Takes bytes that came together with the request for the upgrade. */
  public void early(ByteBuf bytes) {
    channelRead(ctx, bytes);
    channelReadComplete(ctx);
  }

  private void open(Entrance entrance) {
    inside = true;
    try {
      connection = entrance.open(this);
    } catch (RuntimeException broken) {
      LOG.error("A connection could not be opened", broken);
      end(CloseCode.OUR_FAULT, "something broke on our side");
    }
    inside = false;
    outbox.flush();
    if (told) {
      connection.closed(false, closeCode);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    this.outbox = new Outbox(ctx, loop, DirectWrite.of(ctx), this);
    loop.wheel().arm(this, pace.heartbeat());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) {
    life.bytesCame(loop.wheel().now());
    if (!reader.isUnderWay()) {
      life.noMessage();
    }
    inside = true;
    loop.gather();
    ByteBuf in = (ByteBuf) bytes;
    try {
      reader.read(in);
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inside = false;
    loop.passOn();
    outbox.flushHeld();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.CLOSED;
    loop.wheel().disarm(this);
    reader.stop();
    outbox.end();
    visit.left();
    tell(false, CloseCode.BROKEN);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || state != State.OPEN) {
      LOG.debug("A socket broke", cause);
      drop();
    } else {
      LOG.error("A connection failed on our side", cause);
      end(CloseCode.OUR_FAULT, "something broke on our side");
    }
  }

  @Override
  protected void elapsed() {
    if (state == State.OPEN) {
      watch();
    } else {
      drop();
    }
  }

  @Override
  public void endGently() {
    close(CloseCode.GOING_AWAY, "the server stops");
  }

  @Override
  public void endNow() {
    drop();
  }

  private void watch() {
    int now = loop.wheel().now();
    if (!ctx.channel().config().isAutoRead()) {
      // We do not listen: silence is not the peer's.
      life.bytesCame(now);
    }
    switch (life.judge(now, reader.isUnderWay())) {
      case DEAD -> {
        connection.unanswered();
        if (state == State.OPEN) {
          drop();
        }
        return;
      }
      case MESSAGE_TOO_SLOW -> {
        end(CloseCode.POLICY, "a message was not completed in time");
        return;
      }
      case ASK -> outbox.send(Frames.of(ctx.alloc(), Frames.PING, EMPTY), 0);
      case ALIVE -> {}
    }
    loop.wheel().arm(this, life.ticksToNext(now, reader.isUnderWay()));
  }

  // What the peer sends.

  @Override
  public void message(byte[] message, boolean binary) {
    life.noMessage();
    if (state == State.OPEN) {
      connection.received(message, binary);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (isPatient() && state == State.OPEN && outbox.waitingBytes() < PONG_BYTES_WAITING) {
      outbox.hold(Frames.of(ctx.alloc(), Frames.PONG, payload), 0);
    }
  }

  @Override
  public void pong() {
    isPatient();
  }

  @Override
  public void closed(int code) {
    if (state == State.OPEN) {
      state = State.ENDING;
      tell(true, code);
      outbox.sendLast(Frames.close(ctx.alloc(), code, ""), () -> ctx.close());
      loop.wheel().arm(this, pace.close());
    } else if (state == State.CLOSING) {
      peerClosed = true;
      tell(true, closeCode);
      if (closeTaken) {
        ctx.close();
      }
    }
  }

  @Override
  public void violated(int code, String reason) {
    if (state == State.OPEN) {
      end(code, reason);
    } else {
      drop();
    }
  }

  /** Says why, and waits a little for the peer to hang up. */
  private void end(int code, String reason) {
    state = State.ENDING;
    reader.stop();
    tell(false, code);
    outbox.sendLast(Frames.close(ctx.alloc(), code, reason), () -> Goodbye.endOutput(ctx));
    loop.wheel().arm(this, pace.close());
  }

  private boolean isPatient() {
    boolean patient = life.takesControlFrame();
    if (!patient) {
      violated(CloseCode.POLICY, "too many pings");
    }
    return patient;
  }

  private void tell(boolean clean, int code) {
    if (!told) {
      told = true;
      closeCode = code;
      connection.closed(clean, code);
    }
  }

  @Override
  public void taken(int deliveries, long bytes) {
    if (!told) {
      connection.delivered(deliveries, bytes);
    }
  }

  // What we send.

  @Override
  public boolean send(SharedFrame frame, int deliveries) {
    if (state != State.OPEN) {
      return false;
    }
    SharedBuffer shared = (SharedBuffer) frame;
    if (inside) {
      outbox.hold(shared.share(), deliveries);
      return false;
    }
    return outbox.sendShared(shared, deliveries);
  }

  @Override
  public void send(byte[] payload, boolean binary, int deliveries) {
    if (state == State.OPEN) {
      ByteBuf bytes =
          compresses
              ? Deflating.frame(ctx.alloc(), payload, binary)
              : Frames.of(ctx.alloc(), binary ? Frames.BINARY : Frames.TEXT, payload);
      if (inside) {
        outbox.hold(bytes, deliveries);
      } else {
        outbox.gather(bytes, deliveries);
      }
    }
  }

  @Override
  public long waitingBytes() {
    return outbox.waitingBytes();
  }

  @Override
  public long mostWaitingBytes() {
    return DirectMemory.mostWaitingBytes();
  }

  @Override
  public void whenBelow(long bytes, Runnable callback) {
    outbox.whenBelow(bytes, callback);
  }

  @Override
  public void close(int code, String reason) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    closeCode = code;
    loop.wheel().arm(this, pace.flush());
    outbox.sendLast(Frames.close(ctx.alloc(), code, reason), this::closeTaken);
  }

  private void closeTaken() {
    closeTaken = true;
    if (peerClosed) {
      ctx.close();
    } else if (state == State.CLOSING) {
      loop.wheel().arm(this, pace.close());
    }
  }

  @Override
  public boolean isOpen() {
    return state == State.OPEN;
  }

  @Override
  public Framing framing() {
    return compresses ? Deflating.INSTANCE : WebSocketFraming.INSTANCE;
  }

  @Override
  public void compress(boolean on) {
    compresses = on && deflate;
  }

  @Override
  public EdgeLoop loop() {
    return loop;
  }

  @Override
  public void trusted(int maxMessageBytes) {
    reader.maxMessageBytes(maxMessageBytes);
    visit.trusted();
  }

  @Override
  public void reading(boolean on) {
    life.bytesCame(loop.wheel().now());
    ctx.channel().config().setAutoRead(on);
  }

  @Override
  public void drop() {
    Goodbye.drop(ctx);
  }

  /** Hears what happens before the connection has its owner. */
  private enum Nobody implements Connection {
    INSTANCE;

    @Override
    public void received(byte[] message, boolean binary) {}

    @Override
    public void delivered(int messages, long bytes) {}

    @Override
    public void closed(boolean clean, int code) {}
  }
}
