package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;

/** A frame, or several, in one direct buffer. The references are the buffer's. Any thread. */
final class SharedBuffer implements SharedFrame {
  private final ByteBuf buffer;

  SharedBuffer(ByteBuf buffer) {
    this.buffer = buffer;
  }

  @Override
  public int bytes() {
    return buffer.readableBytes();
  }

  @Override
  public SharedFrame retain() {
    buffer.retain();
    return this;
  }

  @Override
  public void release() {
    buffer.release();
  }

  /** The bytes for one more reader, with a reference and a place of its own. */
  ByteBuf share() {
    return buffer.retainedDuplicate();
  }

  ByteBuf buffer() {
    return buffer;
  }
}
