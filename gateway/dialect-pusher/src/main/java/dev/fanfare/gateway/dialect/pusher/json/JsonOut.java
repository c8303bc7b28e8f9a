package dev.fanfare.gateway.dialect.pusher.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON straight into bytes. For one thread. */
public final class JsonOut {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;
  private boolean first = true;

  /** With room for about so many bytes. */
  public JsonOut(int expectedBytes) {
    bytes = new byte[Math.max(16, expectedBytes)];
  }

  /** With room for something small. */
  public JsonOut() {
    this(256);
  }

  /** Everything written. */
  public byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** Opens an object. */
  public JsonOut object() {
    return open('{');
  }

  /** Closes an object. */
  public JsonOut end() {
    return close('}');
  }

  /** Opens an array. */
  public JsonOut array() {
    return open('[');
  }

  /** Closes an array. */
  public JsonOut endArray() {
    return close(']');
  }

  /** A field's name; its value comes next. */
  public JsonOut name(String name) {
    separate();
    quoted(name.getBytes(StandardCharsets.UTF_8));
    put(':');
    first = true;
    return this;
  }

  /** A text. */
  public JsonOut text(String text) {
    return utf8(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A text given as UTF-8. */
  public JsonOut utf8(byte[] utf8) {
    separate();
    quoted(utf8);
    return this;
  }

  /** A whole number. */
  public JsonOut number(long number) {
    return json(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  /** A truth value. */
  public JsonOut truth(boolean value) {
    return json((value ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
  }

  /** A value that is JSON already. */
  public JsonOut json(byte[] json) {
    separate();
    put(json, 0, json.length);
    return this;
  }

  /** A field with a text. */
  public JsonOut field(String name, String text) {
    return name(name).text(text);
  }

  /** A field with a whole number. */
  public JsonOut field(String name, long number) {
    return name(name).number(number);
  }

  /** A field whose text is this JSON: Pusher's double encoding. */
  public JsonOut nested(String name, JsonOut json) {
    return name(name).utf8(json.toBytes());
  }

  private JsonOut open(char bracket) {
    separate();
    put(bracket);
    first = true;
    return this;
  }

  private JsonOut close(char bracket) {
    put(bracket);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) {
      put(',');
    }
    first = false;
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
        put('u');
        put('0');
        put('0');
        put((char) HEX[b >> 4]);
        put((char) HEX[b & 15]);
      }
    }
  }

  private void put(char c) {
    room(1);
    bytes[length++] = (byte) c;
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
