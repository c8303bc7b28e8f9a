package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.loop.DirectMemory;
import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** A frame, or several, in one direct buffer. The references are the buffer's. Any thread. */
public final class SharedBuffer implements SharedFrame {
  private final ByteBuf buffer;

  /** Takes over the buffer's reference. */
  public SharedBuffer(ByteBuf buffer) {
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
  public ByteBuf share() {
    return buffer.retainedDuplicate();
  }

  ByteBuf buffer() {
    return buffer;
  }

  /** Frames one after the other as one; takes over the references of its parts. */
  public static SharedFrame join(List<SharedFrame> frames) {
    if (frames.size() == 1) {
      return frames.get(0);
    }
    int bytes = 0;
    for (SharedFrame frame : frames) {
      bytes += frame.bytes();
    }
    ByteBuf joined = DirectMemory.buffer(ByteBufAllocator.DEFAULT, bytes);
    for (SharedFrame frame : frames) {
      ByteBuf part = ((SharedBuffer) frame).buffer;
      joined.writeBytes(part, part.readerIndex(), part.readableBytes());
      frame.release();
    }
    return new SharedBuffer(joined);
  }
}
