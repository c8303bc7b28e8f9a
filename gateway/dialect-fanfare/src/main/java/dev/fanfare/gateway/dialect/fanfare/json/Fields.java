package dev.fanfare.gateway.dialect.fanfare.json;

import dev.fanfare.protocol.FaultCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one object from outside, in whatever form they came. Every field that is asked for
 * is thereby known; {@link #finish()} refuses all others, so a misspelt field is never ignored.
 *
 * <p>For one thread.
 */
public interface Fields {
  /** The greatest whole number of the protocol. */
  long MAX_SAFE = (1L << 53) - 1;

  /** Whether there are no fields at all. */
  boolean isEmpty();

  /** Whether the field is there; asking makes it known. */
  boolean has(String name);

  /** The names of all fields, which are thereby known. */
  Set<String> names();

  /** A text. */
  Optional<String> text(String name) throws InvalidInput;

  /** A text as its UTF-8. */
  Optional<byte[]> utf8(String name) throws InvalidInput;

  /** Bytes. */
  Optional<byte[]> bytes(String name) throws InvalidInput;

  /** A whole number within bounds, both included. */
  Optional<Long> integer(String name, long min, long max) throws InvalidInput;

  /** A truth value with a default. */
  boolean flag(String name, boolean otherwise) throws InvalidInput;

  /** A field that is an object. */
  Optional<Fields> object(String name) throws InvalidInput;

  /** A field that is an object whose names are any texts. */
  default Optional<Fields> map(String name) throws InvalidInput {
    return object(name);
  }

  /** A field that is an array of objects, not empty and no longer than this. */
  Optional<List<Fields>> objects(String name, int max) throws InvalidInput;

  /** A field that is an array of texts, no longer than this. */
  Optional<List<String>> texts(String name, int max) throws InvalidInput;

  /** Any JSON value as its own bytes, without white space outside strings. */
  Optional<byte[]> value(String name) throws InvalidInput;

  /** A JSON object as its own bytes, without white space outside strings. */
  Optional<byte[]> objectBytes(String name) throws InvalidInput;

  /** Refuses fields that the protocol has reserved for later. */
  void reserved(String... names) throws InvalidInput;

  /** Refuses every field that nobody has asked for. */
  void finish() throws InvalidInput;

  /** A refusal of a field of this object. */
  InvalidInput refused(String name, String demand);

  /** A text field that must be there. */
  default String needText(String name) throws InvalidInput {
    return need(text(name), name, "a string");
  }

  /** A text field of at most so many bytes of UTF-8, without control characters. */
  default Optional<String> plainText(String name, int maxBytes) throws InvalidInput {
    Optional<String> text = text(name);
    if (text.isPresent() && !PlainText.isValid(text.get(), maxBytes)) {
      throw refused(name, PlainText.demand(maxBytes));
    }
    return text;
  }

  /** A whole number from 0 to 2^53 - 1. */
  default Optional<Long> natural(String name) throws InvalidInput {
    return integer(name, 0, MAX_SAFE);
  }

  /** A truth value; false where it is absent. */
  default boolean flag(String name) throws InvalidInput {
    return flag(name, false);
  }

  /** A field with one of these texts. */
  default Optional<String> oneOf(String name, String... choices) throws InvalidInput {
    Optional<String> text = text(name);
    if (text.isPresent() && !List.of(choices).contains(text.get())) {
      throw refused(name, "must be one of: " + String.join(", ", choices) + ".");
    }
    return text;
  }

  /** What must be there. */
  default <T> T need(Optional<T> value, String name, String what) throws InvalidInput {
    if (value.isEmpty()) {
      throw refused(name, "is missing. It must be " + what + ".");
    }
    return value.get();
  }

  /** The refusal of a field that is reserved. */
  static InvalidInput reservedField(String path) {
    return InvalidInput.of(
        FaultCode.UNSUPPORTED,
        "Field '" + path + "' is reserved and not offered yet. Leave it out.");
  }
}
