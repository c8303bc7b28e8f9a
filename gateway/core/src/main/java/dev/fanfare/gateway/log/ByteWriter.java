package dev.fanfare.gateway.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the few shapes that our encodings are made of. {@link ByteReader} reads them. */
final class ByteWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  ByteWriter(int expected) {
    bytes = new byte[expected];
  }

  void put(int unsignedByte) {
    room(1);
    bytes[size++] = (byte) unsignedByte;
  }

  /** Eight bytes, big-endian. */
  void putLong(long value) {
    room(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  /**
   * Seven bits a byte, the lowest first; taken as unsigned, so a negative value takes ten bytes.
   */
  void putVarint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void putFlag(boolean flag) {
    put(flag ? 1 : 0);
  }

  /** Length and bytes. */
  void putBlock(byte[] block) {
    putVarint(block.length);
    room(block.length);
    System.arraycopy(block, 0, bytes, size, block.length);
    size += block.length;
  }

  /** Length and UTF-8. A lone surrogate, which UTF-8 cannot say, becomes a question mark. */
  void putText(String text) {
    putBlock(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What was written, in an array that fits exactly. */
  byte[] toBytes() {
    return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
