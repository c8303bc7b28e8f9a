package dev.fanfare.bench.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks {@code fanfare.v1.json}, for clients that have to understand what they
 * hear. Only its event loop touches it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection
final class Talk extends ChannelInboundHandlerAdapter implements FrameReader.Listener {
  private static final JsonMapper JSON = new JsonMapper();

  private final Partner partner;
  private final Handshake handshake = new Handshake();
  private final FrameReader frames = new FrameReader();
  private final String subprotocols;
  private @Nullable ChannelHandlerContext context;
  private boolean upgraded;
  private boolean over;

  /** Who it is between; called on its event loop. */
  interface Partner {
    /** The upgrade is done. */
    void opened(Talk talk);

    /** A frame came that is no heartbeat. */
    void heard(Talk talk, JsonNode frame);

    /**
     * It is over, or could not begin. Called once.
     *
     * @param waitMillis what the server asked to wait before coming back; 0 where it asked nothing
     */
    void ended(Talk talk, long waitMillis);
  }

  /**
   * @param returning whether it says that it was connected before
   */
  Talk(Partner partner, boolean returning) {
    this.partner = partner;
    subprotocols = returning ? "fanfare.v1.json, fanfare.resume" : "fanfare.v1.json";
  }

  /** Sends frames, with line feeds between. */
  void say(String batch) {
    ChannelHandlerContext to = context;
    if (to != null) {
      byte[] bytes = batch.getBytes(StandardCharsets.UTF_8);
      to.writeAndFlush(FrameWriter.frame(FrameWriter.TEXT, bytes), to.voidPromise());
    }
  }

  /** Cuts it, and tells nobody. */
  void leave() {
    over = true;
    ChannelHandlerContext open = context;
    if (open != null) {
      open.close();
    }
  }

  /** It is over, if it was not before. */
  void end(long waitMillis) {
    if (!over) {
      leave();
      partner.ended(this, waitMillis);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    if (over) {
      active.close();
      return;
    }
    String request = Handshake.request("/v1/connect", subprotocols);
    active.writeAndFlush(ByteBufUtil.writeAscii(active.alloc(), request), active.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!upgraded) {
        shakeHands(in);
      }
      if (upgraded && !over) {
        frames.read(in, this);
      }
    } finally {
      in.release();
    }
  }

  private void shakeHands(ByteBuf in) {
    switch (handshake.read(in)) {
      case Handshake.Incomplete waiting -> {}
      case Handshake.Upgraded done -> {
        upgraded = true;
        partner.opened(this);
      }
      case Handshake.TurnedAway busy -> end(busy.retryAfterSeconds() * 1_000);
      case Handshake.Refused refused -> end(0);
    }
  }

  @Override
  public void message(ByteBuf buffer, int from, int to) {
    String batch = buffer.toString(from, to - from, StandardCharsets.UTF_8);
    batch.lines().filter(line -> !line.isEmpty()).forEach(this::frame);
  }

  private void frame(String line) {
    if (over) {
      return;
    }
    try {
      JsonNode frame = JSON.readTree(line);
      if (frame.isEmpty()) {
        say("{}");
      } else if (frame.path("p").asText().equals("bye")) {
        end(frame.path("reconnectInMs").asLong());
      } else {
        partner.heard(this, frame);
      }
    } catch (JsonProcessingException unreadable) {
      end(0);
    }
  }

  @Override
  public void ping(ByteBuf buffer, int from, int to) {
    byte[] payload = new byte[to - from];
    buffer.getBytes(from, payload);
    ChannelHandlerContext open = context;
    if (open != null) {
      open.writeAndFlush(FrameWriter.frame(FrameWriter.PONG, payload), open.voidPromise());
    }
  }

  @Override
  public void close(int code) {
    end(0);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ended) {
    end(0);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
    end(0);
  }
}
