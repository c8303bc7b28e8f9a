package dev.fanfare.gateway.edge.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.internal.PlatformDependent;

/**
 * The memory outside of the heap, where whatever waits for sockets is; there is as much of it as of
 * the heap, unless the JVM is told otherwise. Any thread.
 *
 * <p>While it runs short, each connection may let less wait than its app allows: the slow ones are
 * sent to the log or closed before the others find no room. Should there be none nevertheless, the
 * process ends as one does that has no heap left: a message that found no room would be a hole that
 * nobody is told of, and the JVM ends by itself only where the heap is concerned.
 */
public final class DirectMemory {
  private static final int EXIT_CODE = 3;
  private static final long SHORT = 1 << 20;
  private static final long SHORTER = 128 << 10;

  private DirectMemory() {}

  /** A buffer of its own for so many bytes, no more. */
  public static ByteBuf buffer(ByteBufAllocator allocator, int bytes) {
    try {
      return allocator.directBuffer(bytes, bytes);
    } catch (OutOfMemoryError none) {
      end();
      throw none;
    }
  }

  /** How much may wait for one connection now, whatever its app allows. */
  public static long mostWaitingBytes() {
    return mostWaitingBytes(
        PlatformDependent.usedDirectMemory(), PlatformDependent.maxDirectMemory());
  }

  /**
   * @param used what was taken from the system, also what is free for the next buffer; negative
   *     where nobody counts it
   */
  static long mostWaitingBytes(long used, long max) {
    if (used < max / 2) {
      return Long.MAX_VALUE;
    }
    return used < max / 4 * 3 ? SHORT : SHORTER;
  }

  private static void end() {
    try {
      System.err.println(
          "fanfare: No memory left outside of the heap for what waits for clients."
              + " Raise -Xmx or -XX:MaxDirectMemorySize.");
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE); // also when there was none left to say so
    }
  }
}
