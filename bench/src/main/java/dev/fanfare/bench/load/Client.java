package dev.fanfare.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection: shakes hands, holds the dialogue of its {@link Wire}, and judges what
 * comes. Only its event loop touches it.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a failed write or close comes back as exceptionCaught
final class Client extends ChannelInboundHandlerAdapter implements FrameReader.Listener, Wire.Line {
  private enum State {
    SHAKING_HANDS,
    GREETING,
    READY,
    CLOSED
  }

  /** What happens to a connection, once each, on its event loop. */
  interface Watcher {
    void ready(Client client);

    /** It cannot become ready, or ended although nobody asked for it. */
    void failed(Client client, String why);

    /** The server is busy and asks to come back after so many seconds. */
    void turnedAway(Client client, long seconds);

    void closed(Client client);
  }

  private final Wire wire;
  private final Role role;
  private final Score score;
  private final Watcher watcher;
  private final Handshake handshake = new Handshake();
  private final FrameReader frames = new FrameReader();
  private final Judge judge = new Judge();
  private @Nullable ChannelHandlerContext context;
  private State state = State.SHAKING_HANDS;
  private long now;
  private int step;
  private long published;
  private boolean leaving;
  private boolean dismissed;
  private int closeCode;

  /**
   * Who a connection is.
   *
   * @param channel its number, in stamps
   */
  record Role(int index, boolean publishes, int channel, String channelName) {}

  Client(Wire wire, Role role, Score score, Watcher watcher) {
    this.wire = wire;
    this.role = role;
    this.score = score;
    this.watcher = watcher;
  }

  Judge judge() {
    return judge;
  }

  Role role() {
    return role;
  }

  /** Publishes, with or without what was not flushed before. */
  void publish(String channel, byte[] stamp, boolean flush) {
    ChannelHandlerContext to = context;
    if (to == null || state != State.READY) {
      score.complain("a publisher is not connected");
      return;
    }
    published++;
    String message = wire.publish(channel, published, Stamp.text(stamp));
    ByteBuf frame = FrameWriter.frame(opcode(), message.getBytes(StandardCharsets.UTF_8));
    if (flush) {
      to.writeAndFlush(frame, to.voidPromise());
    } else {
      to.write(frame, to.voidPromise());
    }
  }

  /** Stays connected, but takes nothing more from the operating system. */
  void stopReading() {
    ChannelHandlerContext open = context;
    if (open != null) {
      open.channel().config().setOption(ChannelOption.SO_RCVBUF, 4_096);
      open.channel().config().setAutoRead(false);
    }
  }

  /** The same for a while: its buffers stay as they are. */
  void pause() {
    ChannelHandlerContext open = context;
    if (open != null) {
      open.channel().config().setAutoRead(false);
    }
  }

  /** Takes what comes again. */
  void readOn() {
    ChannelHandlerContext open = context;
    if (open != null) {
      open.channel().config().setAutoRead(true);
    }
  }

  /** From now on it is right that the server ends the connection. */
  void dismiss() {
    dismissed = true;
  }

  /** Whether the connection is over. */
  boolean isOver() {
    return state == State.CLOSED;
  }

  /** The code with which the server said goodbye; 0 where it has not. */
  int closeCode() {
    return closeCode;
  }

  /** Ends the connection because the run is over. */
  void leave() {
    leaving = true;
    ChannelHandlerContext open = context;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    if (leaving) {
      active.close();
      return;
    }
    String path =
        role.publishes
            ? wire.publisherPath(role.channelName)
            : wire.subscriberPath(role.channelName);
    String request = Handshake.request(path, wire.subprotocol());
    active.writeAndFlush(ByteBufUtil.writeAscii(active.alloc(), request), active.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      now = System.nanoTime();
      if (state == State.SHAKING_HANDS) {
        shakeHands(in);
      }
      if (state != State.SHAKING_HANDS) {
        frames.read(in, this);
      }
    } finally {
      in.release();
    }
  }

  private void shakeHands(ByteBuf in) {
    switch (handshake.read(in)) {
      case Handshake.Incomplete waiting -> {}
      case Handshake.Upgraded upgraded -> {
        state = State.GREETING;
        wire.opened(this);
      }
      case Handshake.TurnedAway busy -> {
        state = State.GREETING;
        watcher.turnedAway(this, busy.retryAfterSeconds());
        leave();
      }
      case Handshake.Refused refused -> {
        state = State.GREETING;
        fail("the handshake was answered with: " + refused.statusLine());
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext reading) {
    score.readComplete();
  }

  @Override
  public void message(ByteBuf buffer, int from, int to) {
    boolean stamped = false;
    int at = from;
    while (at < to) {
      int mark = buffer.indexOf(at, to, Stamp.MARK);
      if (mark < 0) {
        break;
      }
      stamped = true;
      if (to - mark < Stamp.LENGTH) {
        score.broken();
        break;
      }
      delivered(buffer, mark);
      at = mark + Stamp.LENGTH;
    }
    if (!stamped) {
      wire.heard(this, buffer.toString(from, to - from, StandardCharsets.UTF_8));
    }
  }

  private void delivered(ByteBuf buffer, int mark) {
    if (Stamp.channel(buffer, mark) != role.channel) {
      score.complain("a message of another channel came");
    }
    int sequence = Stamp.sequence(buffer, mark);
    if (judge.hear(sequence)) {
      score.delivered(sequence, now - Stamp.nanos(buffer, mark));
    }
  }

  @Override
  public void ping(ByteBuf buffer, int from, int to) {
    byte[] payload = new byte[to - from];
    buffer.getBytes(from, payload);
    send(FrameWriter.PONG, payload);
  }

  @Override
  public void close(int code) {
    closeCode = code;
    if (dismissed) {
      send(FrameWriter.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    } else if (!leaving) {
      fail("the server closed a connection with code " + code);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ended) {
    if (!leaving && !dismissed && state != State.CLOSED) {
      fail("the server ended a connection");
    }
    state = State.CLOSED;
    watcher.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    if (!leaving && !dismissed) {
      fail(cause.toString());
    }
    failing.close();
  }

  // The dialogue's side

  @Override
  public int index() {
    return role.index;
  }

  @Override
  public boolean publishes() {
    return role.publishes;
  }

  @Override
  public String channel() {
    return role.channelName;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public void step(int next) {
    step = next;
  }

  @Override
  public void say(String message) {
    send(opcode(), message.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void ready() {
    if (state == State.GREETING) {
      state = State.READY;
      watcher.ready(this);
    }
  }

  @Override
  public void fail(String why) {
    if (dismissed) {
      return; // it says why it goes away
    }
    score.complain(why);
    watcher.failed(this, why);
  }

  private int opcode() {
    return wire.binary() ? FrameWriter.BINARY : FrameWriter.TEXT;
  }

  private void send(int opcode, byte[] payload) {
    ChannelHandlerContext to = context;
    if (to != null) {
      to.writeAndFlush(FrameWriter.frame(opcode, payload), to.voidPromise());
    }
  }
}
