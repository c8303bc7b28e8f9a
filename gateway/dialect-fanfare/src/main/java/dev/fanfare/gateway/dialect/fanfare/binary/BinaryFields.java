package dev.fanfare.gateway.dialect.fanfare.binary;

import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonText;
import dev.fanfare.gateway.dialect.fanfare.json.NamedFields;
import dev.fanfare.protocol.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one record: {@code number u8 | length varint | value}, in any order. Values are
 * read as what they are asked for; nothing in them is trusted.
 */
public final class BinaryFields extends NamedFields<BinaryFields.Value> {
  /** The first byte of a record that holds fields. */
  static final int FIELDS = 0;

  private BinaryFields(String path, Map<String, Value> values) {
    super(path, values);
  }

  /** A part of some bytes. */
  record Value(byte[] bytes, int from, int to) {
    static Value of(byte[] bytes) {
      return new Value(bytes, 0, bytes.length);
    }

    byte[] copy() {
      return Arrays.copyOfRange(bytes, from, to);
    }
  }

  /**
   * Reads the record that fills the range; an empty one has no fields.
   *
   * @throws InvalidInput {@link FaultCode#MALFORMED} when this is no record
   */
  public static BinaryFields read(byte[] bytes, int from, int to) throws InvalidInput {
    if (from == to) {
      return new BinaryFields("", Map.of());
    }
    return switch (bytes[from]) {
      case FIELDS -> fields(bytes, from + 1, to, "");
      case ShortPublish.KIND -> new BinaryFields("", ShortPublish.read(bytes, from + 1, to));
      default ->
          throw InvalidInput.of(
              FaultCode.MALFORMED,
              "There is no record of kind " + (bytes[from] & 0xFF) + ". Send 0 or 1.");
    };
  }

  private static BinaryFields fields(byte[] bytes, int from, int to, String path)
      throws InvalidInput {
    Map<String, Value> values = new LinkedHashMap<>();
    int at = from;
    while (at < to) {
      int number = bytes[at] & 0xFF;
      Optional<String> name = FieldNumbers.name(number);
      if (name.isEmpty()) {
        throw InvalidInput.of(
            FaultCode.MALFORMED,
            "There is no field number " + number + ". Use those of the published table.");
      }
      Records value = new Records(bytes, at + 1, to);
      if (!value.next()) {
        throw Varints.brokenOff();
      }
      if (values.put(name.get(), new Value(bytes, value.from(), value.to())) != null) {
        throw InvalidInput.of(
            FaultCode.MALFORMED, "Field '" + path + name.get() + "' is there twice.");
      }
      at = value.to();
    }
    return new BinaryFields(path, values);
  }

  @Override
  public Optional<String> text(String name) throws InvalidInput {
    Optional<Value> value = field(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get(), name));
  }

  private String text(Value value, String name) throws InvalidInput {
    if (!JsonText.isUtf8(value.bytes, value.from, value.to)) {
      throw refused(name, "must be text in UTF-8.");
    }
    return new String(value.bytes, value.from, value.to - value.from, StandardCharsets.UTF_8);
  }

  @Override
  public Optional<byte[]> utf8(String name) throws InvalidInput {
    Optional<Value> value = field(name);
    if (value.isPresent()
        && !JsonText.isUtf8(value.get().bytes, value.get().from, value.get().to)) {
      throw refused(name, "must be text in UTF-8.");
    }
    return value.map(Value::copy);
  }

  @Override
  public Optional<byte[]> bytes(String name) {
    return field(name).map(Value::copy);
  }

  @Override
  public Optional<Long> integer(String name, long min, long max) throws InvalidInput {
    Optional<Value> value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Value varint = value.get();
    if (varint.from < varint.to && Varints.end(varint.bytes, varint.from, varint.to) == varint.to) {
      long number = Varints.read(varint.bytes, varint.from, varint.to);
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    }
    throw refused(name, "must be a whole number from " + min + " to " + max + ", as a varint.");
  }

  @Override
  public boolean flag(String name, boolean otherwise) throws InvalidInput {
    Optional<Value> value = field(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    Value flag = value.get();
    if (flag.to - flag.from != 1 || (flag.bytes[flag.from] & ~1) != 0) {
      throw refused(name, "must be one byte, 0 or 1.");
    }
    return flag.bytes[flag.from] == 1;
  }

  @Override
  public Optional<Fields> object(String name) throws InvalidInput {
    Optional<Value> value = field(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(nested(value.get(), name + "."));
  }

  /** Names and objects in turn: {@code length | name | length | fields}. */
  @Override
  public Optional<Fields> map(String name) throws InvalidInput {
    Optional<Value> value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    Records parts = new Records(value.get().bytes, value.get().from, value.get().to);
    while (parts.next()) {
      String key = text(new Value(value.get().bytes, parts.from(), parts.to()), name);
      if (!parts.next()) {
        throw Varints.brokenOff();
      }
      Value entry = new Value(value.get().bytes, parts.from(), parts.to());
      if (entries.put(key, entry) != null) {
        throw refused(name, "has the same name twice.");
      }
    }
    return Optional.of(new BinaryFields(path + name + ".", entries));
  }

  @Override
  public Optional<List<Fields>> objects(String name, int max) throws InvalidInput {
    Optional<List<Value>> elements = elements(name, max);
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    if (elements.get().isEmpty()) {
      throw refused(name, "is empty. Send at least one element.");
    }
    List<Fields> objects = new ArrayList<>();
    for (Value element : elements.get()) {
      objects.add(nested(element, name + "[" + objects.size() + "]."));
    }
    return Optional.of(objects);
  }

  @Override
  public Optional<List<String>> texts(String name, int max) throws InvalidInput {
    Optional<List<Value>> elements = elements(name, max);
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Value element : elements.get()) {
      texts.add(text(element, name));
    }
    return Optional.of(texts);
  }

  @Override
  public Optional<byte[]> value(String name) throws InvalidInput {
    Optional<Value> value = field(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(JsonText.value(value.get().copy()));
  }

  @Override
  public Optional<byte[]> objectBytes(String name) throws InvalidInput {
    Optional<byte[]> json = value(name);
    if (json.isPresent() && json.get()[0] != '{') {
      throw refused(name, "must be a JSON object.");
    }
    return json;
  }

  private BinaryFields nested(Value value, String inner) throws InvalidInput {
    return fields(value.bytes, value.from, value.to, path + inner);
  }

  private Optional<List<Value>> elements(String name, int max) throws InvalidInput {
    Optional<Value> value = field(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<Value> elements = new ArrayList<>();
    Records parts = new Records(value.get().bytes, value.get().from, value.get().to);
    while (parts.next()) {
      if (elements.size() == max) {
        throw InvalidInput.of(
            FaultCode.TOO_MANY,
            "Field '"
                + path
                + name
                + "' has more than "
                + max
                + " elements. Send fewer, or several requests.");
      }
      elements.add(new Value(value.get().bytes, parts.from(), parts.to()));
    }
    return Optional.of(elements);
  }
}
