package dev.fanfare.gateway.dialect.fanfare.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes JSON straight into bytes. Field names are the protocol's own: plain ASCII that needs no
 * escape. For one thread.
 */
public final class JsonWriter implements FieldWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;
  private boolean first = true;

  /** A writer with room for about so many bytes. */
  public JsonWriter(int expectedBytes) {
    bytes = new byte[expectedBytes];
  }

  /** A writer for something small. */
  public JsonWriter() {
    this(256);
  }

  @Override
  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Everything written, and a line end: people read REST answers in terminals. */
  public byte[] line() {
    put('\n');
    return toBytes();
  }

  @Override
  public JsonWriter object() {
    return open('{');
  }

  @Override
  public JsonWriter array() {
    return open('[');
  }

  @Override
  public JsonWriter end() {
    return close('}');
  }

  @Override
  public JsonWriter endArray() {
    return close(']');
  }

  @Override
  public JsonWriter name(String asciiName) {
    separate();
    put('"');
    ascii(asciiName);
    put('"');
    put(':');
    first = true;
    return this;
  }

  @Override
  public JsonWriter field(String asciiName, String text) {
    return name(asciiName).text(text);
  }

  @Override
  public JsonWriter field(String asciiName, long number) {
    return name(asciiName).number(number);
  }

  @Override
  public JsonWriter text(String text) {
    return utf8(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public JsonWriter utf8(byte[] utf8) {
    separate();
    quoted(utf8);
    first = false;
    return this;
  }

  @Override
  public JsonWriter base64(byte[] binary) {
    separate();
    byte[] encoded = Base64.getEncoder().encode(binary);
    put('"');
    put(encoded);
    put('"');
    first = false;
    return this;
  }

  @Override
  public JsonWriter number(long number) {
    separate();
    digits(number);
    first = false;
    return this;
  }

  @Override
  public JsonWriter truth(boolean value) {
    separate();
    ascii(value ? "true" : "false");
    first = false;
    return this;
  }

  @Override
  public JsonWriter nothing() {
    separate();
    ascii("null");
    first = false;
    return this;
  }

  @Override
  public JsonWriter json(byte[] value) {
    separate();
    put(value);
    first = false;
    return this;
  }

  private JsonWriter open(char bracket) {
    separate();
    put(bracket);
    first = true;
    return this;
  }

  private JsonWriter close(char bracket) {
    put(bracket);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      put(',');
    }
  }

  private void quoted(byte[] utf8) {
    room(utf8.length + 2);
    put('"');
    int from = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
        put(utf8, from, i);
        escape(b);
        from = i + 1;
      }
    }
    put(utf8, from, utf8.length);
    put('"');
  }

  private void escape(byte b) {
    put('\\');
    switch (b) {
      case '"', '\\' -> put((char) b);
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        ascii("u00");
        put((char) HEX[b >> 4]);
        put((char) HEX[b & 15]);
      }
    }
  }

  private void digits(long number) {
    if (number < 0) {
      ascii(Long.toString(number));
      return;
    }
    int count = 1;
    for (long rest = number; rest >= 10; rest /= 10) {
      count++;
    }
    room(count);
    int at = length + count;
    for (long rest = number; at > length; rest /= 10) {
      bytes[--at] = (byte) ('0' + rest % 10);
    }
    length += count;
  }

  private void ascii(String text) {
    int size = text.length();
    room(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += size;
  }

  private void put(char c) {
    room(1);
    bytes[length++] = (byte) c;
  }

  private void put(byte[] more) {
    put(more, 0, more.length);
  }

  private void put(byte[] more, int from, int to) {
    room(to - from);
    System.arraycopy(more, from, bytes, length, to - from);
    length += to - from;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
