package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** The framing of WebSockets, the same for all of them. */
public final class WebSocketFraming implements Framing {
  /** The only one. */
  public static final WebSocketFraming INSTANCE = new WebSocketFraming();

  private WebSocketFraming() {}

  @Override
  public SharedFrame frame(byte[] payload, boolean binary) {
    return new SharedBuffer(
        Frames.of(ByteBufAllocator.DEFAULT, binary ? Frames.BINARY : Frames.TEXT, payload));
  }

  @Override
  public SharedFrame join(List<SharedFrame> frames) {
    return SharedBuffer.join(frames);
  }
}
