package dev.fanfare.gateway.dialect.fanfare.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.gateway.dialect.fanfare.binary.BinaryFields.Value;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.FaultCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A publish as it mostly is, in few bytes: {@code i varint | flags u8 | channel | [name] | [key] |
 * [id] | payload}, texts behind their lengths, the payload to the record's end.
 */
final class ShortPublish {
  /** The first byte of such a record. */
  static final int KIND = 1;

  static final int NAME = 1;
  static final int KEY = 2;
  static final int ID = 4;
  static final int NO_ECHO = 8;
  static final int KIND_SHIFT = 6;

  private static final int KNOWN = NAME | KEY | ID | NO_ECHO | 3 << KIND_SHIFT;
  private static final Value OP = Value.of("pub".getBytes(US_ASCII));
  private static final Value OFF = Value.of(new byte[] {0});
  private static final Value[] KINDS = {
    Value.of("json".getBytes(US_ASCII)),
    Value.of("text".getBytes(US_ASCII)),
    Value.of("binary".getBytes(US_ASCII))
  };

  private ShortPublish() {}

  /** The same as the fields that it stands for. */
  static Map<String, Value> read(byte[] bytes, int from, int to) throws InvalidInput {
    int number = Varints.end(bytes, from, to);
    if (number == to) {
      throw Varints.brokenOff();
    }
    int flags = bytes[number] & 0xFF;
    int kind = flags >> KIND_SHIFT;
    if ((flags & ~KNOWN) != 0 || kind == KINDS.length) {
      throw InvalidInput.of(
          FaultCode.MALFORMED,
          "The flags " + flags + " of a publish are not known. Set those of the table alone.");
    }
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("op", OP);
    values.put("i", new Value(bytes, from, number));
    values.put("kind", KINDS[kind]);
    if ((flags & NO_ECHO) != 0) {
      values.put("echo", OFF);
    }
    Records texts = new Records(bytes, number + 1, to);
    text("channel", texts, bytes, values);
    if ((flags & NAME) != 0) {
      text("name", texts, bytes, values);
    }
    if ((flags & KEY) != 0) {
      text("key", texts, bytes, values);
    }
    if ((flags & ID) != 0) {
      text("id", texts, bytes, values);
    }
    values.put("data", new Value(bytes, texts.to(), to));
    return values;
  }

  private static void text(String name, Records texts, byte[] bytes, Map<String, Value> values)
      throws InvalidInput {
    if (!texts.next()) {
      throw Varints.brokenOff();
    }
    values.put(name, new Value(bytes, texts.from(), texts.to()));
  }
}
