package dev.fanfare.gateway.dialect.fanfare.binary;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one record of fields, with its length before it. Numbers are varints, texts UTF-8, truth
 * values one byte, nothing is empty, elements of arrays stand behind their lengths; JSON stays the
 * bytes that it is.
 */
public final class BinaryWriter implements FieldWriter {
  private static final int DEEPEST = 16;

  private byte[] bytes;
  private int length;
  private final int[] starts = new int[DEEPEST];
  private final boolean[] arrays = new boolean[DEEPEST];
  private int depth;
  private int pending;

  /** A writer with room for about so many bytes. */
  public BinaryWriter(int expectedBytes) {
    bytes = new byte[Math.max(16, expectedBytes)];
  }

  @Override
  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  @Override
  public BinaryWriter object() {
    if (depth == 0) {
      open(false);
      put(BinaryFields.FIELDS);
      return this;
    }
    number();
    return open(false);
  }

  @Override
  public BinaryWriter array() {
    number();
    return open(true);
  }

  @Override
  public BinaryWriter end() {
    return close();
  }

  @Override
  public BinaryWriter endArray() {
    return close();
  }

  @Override
  public BinaryWriter name(String asciiName) {
    pending = FieldNumbers.number(asciiName);
    return this;
  }

  @Override
  public BinaryWriter field(String asciiName, String text) {
    return name(asciiName).text(text);
  }

  @Override
  public BinaryWriter field(String asciiName, long number) {
    return name(asciiName).number(number);
  }

  @Override
  public BinaryWriter text(String text) {
    return value(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public BinaryWriter utf8(byte[] utf8) {
    return value(utf8);
  }

  @Override
  public BinaryWriter base64(byte[] binary) {
    return value(binary);
  }

  @Override
  public BinaryWriter number(long number) {
    number();
    int size = Varints.size(number);
    put(size);
    room(size);
    length = Varints.write(number, bytes, length);
    return this;
  }

  @Override
  public BinaryWriter truth(boolean value) {
    return value(new byte[] {(byte) (value ? 1 : 0)});
  }

  @Override
  public BinaryWriter nothing() {
    return value(new byte[0]);
  }

  @Override
  public BinaryWriter json(byte[] value) {
    return value(value);
  }

  private BinaryWriter value(byte[] value) {
    number();
    room(5 + value.length);
    length = Varints.write(value.length, bytes, length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** In an object a value stands behind its field's number. */
  private void number() {
    if (!arrays[depth - 1]) {
      put(pending);
    }
  }

  private BinaryWriter open(boolean array) {
    put(0); // the length, once it is known
    starts[depth] = length;
    arrays[depth] = array;
    depth++;
    return this;
  }

  private BinaryWriter close() {
    depth--;
    int start = starts[depth];
    int size = length - start;
    int more = Varints.size(size) - 1;
    if (more > 0) {
      room(more);
      System.arraycopy(bytes, start, bytes, start + more, size);
      length += more;
    }
    Varints.write(size, bytes, start - 1);
    return this;
  }

  private void put(int unsignedByte) {
    room(1);
    bytes[length++] = (byte) unsignedByte;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
