package dev.fanfare.gateway.dialect.pusher.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one JSON object, each with its own bytes. Strict: valid UTF-8, no field twice, at
 * most 32 deep. Fields that nobody asks for are ignored, as every Pusher server does.
 */
public final class JsonFields {
  private final Map<String, JsonValue> fields;

  private JsonFields(Map<String, JsonValue> fields) {
    this.fields = fields;
  }

  /** Reads a JSON object. */
  public static JsonFields read(byte[] json) throws Unreadable {
    JsonValue value = JsonValue.of(json);
    if (!value.isObject()) {
      throw new Unreadable("This is not a JSON object. Send one object in UTF-8.");
    }
    return value.fields();
  }

  static JsonFields of(Map<String, JsonValue> fields) {
    return new JsonFields(fields);
  }

  /** The field's value; one that is null counts as absent. */
  public Optional<JsonValue> value(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isNull());
  }

  /** The field's value, null too. */
  public Optional<JsonValue> anyValue(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** A field that is text. */
  public Optional<String> text(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isText()) {
      throw new Unreadable("Field '" + name + "' must be a string.");
    }
    return Optional.of(value.get().text());
  }

  /** A field that is text and must be there. */
  public String needText(String name) throws Unreadable {
    return text(name)
        .orElseThrow(() -> new Unreadable("Field '" + name + "' is missing. It is a string."));
  }

  /** A field that is an array of texts. */
  public Optional<List<String>> texts(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isArray()) {
      throw new Unreadable("Field '" + name + "' must be an array of strings.");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue item : value.get().items()) {
      if (!item.isText()) {
        throw new Unreadable("Field '" + name + "' must be an array of strings.");
      }
      texts.add(item.text());
    }
    return Optional.of(texts);
  }

  /** An object, also where it stands as JSON inside a string, as some clients send it. */
  public Optional<JsonFields> objectOrText(String name) throws Unreadable {
    Optional<JsonValue> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    JsonValue given = value.get();
    if (given.isText()) {
      return Optional.of(read(given.text().getBytes(StandardCharsets.UTF_8)));
    }
    if (!given.isObject()) {
      throw new Unreadable("Field '" + name + "' must be an object.");
    }
    return Optional.of(given.fields());
  }
}
