package dev.fanfare.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a message carries: bytes, and how to read them. The bytes are never re-encoded on their way.
 *
 * @param kind how to read the bytes
 * @param bytes owned by this payload: callers must not change them afterwards (not copied, messages
 *     are hot)
 * @param encoding the chain of encodings that the publisher applied, opaque to the server (such as
 *     {@code cipher+aes-128-cbc})
 */
public record Payload(Kind kind, byte[] bytes, Optional<String> encoding) {
  /** How the bytes of a payload are read. */
  public enum Kind {
    /** One JSON value in UTF-8, without line breaks. */
    JSON,
    /** Any text in UTF-8. */
    TEXT,
    /** Any bytes. */
    BINARY
  }

  /** A JSON value; the caller has checked that it is one and holds no line breaks. */
  public static Payload json(byte[] utf8) {
    return new Payload(Kind.JSON, utf8, Optional.empty());
  }

  /** A JSON value given as text. */
  public static Payload json(String json) {
    return json(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Any text. */
  public static Payload text(String text) {
    return new Payload(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  /** Any bytes. */
  public static Payload binary(byte[] bytes) {
    return new Payload(Kind.BINARY, bytes, Optional.empty());
  }

  /** The bytes read as UTF-8. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && kind == that.kind
        && Arrays.equals(bytes, that.bytes)
        && encoding.equals(that.encoding);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return kind + "[" + bytes.length + " bytes]";
  }
}
