package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import java.util.function.Consumer;

/** JSON answers. What belongs to one app is never cached on the way. */
final class Json {
  static final String MEDIA_TYPE = "application/json";

  private Json() {}

  static HttpAnswer answer(int status, Consumer<JsonWriter> writing) {
    JsonWriter json = new JsonWriter(512);
    writing.accept(json);
    return HttpAnswer.of(status, MEDIA_TYPE, json.line()).with("cache-control", "no-store");
  }
}
