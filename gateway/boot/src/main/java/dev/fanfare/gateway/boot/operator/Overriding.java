package dev.fanfare.gateway.boot.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.gateway.boot.config.AppSettings;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.protocol.App;
import java.util.Map;
import java.util.Optional;

/** Applies what an operator changed to an app. */
final class Overriding {
  static final String NOTHING = "{}";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Overriding() {}

  /** A JSON object; empty when the text is none. */
  static Optional<ObjectNode> object(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** RFC 7396: members of the patch replace those of the target, null removes one. */
  static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    ObjectNode merged = target.deepCopy();
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      if (member.getValue().isNull()) {
        merged.remove(name);
      } else if (member.getValue() instanceof ObjectNode inner) {
        ObjectNode before =
            merged.get(name) instanceof ObjectNode object ? object : JSON.createObjectNode();
        ObjectNode after = merge(before, inner);
        if (after.isEmpty()) {
          merged.remove(name);
        } else {
          merged.set(name, after);
        }
      } else {
        merged.set(name, member.getValue());
      }
    }
    return merged;
  }

  /** What an app's settings are with a change over them. */
  static AppSettings.Result settings(App own, ObjectNode change) {
    return AppSettings.read(
        merge(AppSettings.document(own.options(), own.limits()), change).toString());
  }

  /**
   * The app with a change over it. One that does not fit (any more) changes nothing; who made it
   * was told so, or a newer version of us wrote it.
   */
  static App applied(App own, Optional<AppOverride> override) {
    long version = own.version() + override.map(AppOverride::version).orElse(0L);
    Optional<ObjectNode> change = override.flatMap(made -> object(made.document()));
    AppSettings.Result settings =
        change.filter(document -> !document.isEmpty()).isPresent()
            ? settings(own, change.get())
            : new AppSettings.Result.Accepted(own.options(), own.limits());
    return switch (settings) {
      case AppSettings.Result.Accepted(var options, var limits) ->
          new App(
              own.id(),
              version,
              own.name(),
              own.enabled(),
              limits,
              own.credentials(),
              own.rules(),
              own.origins(),
              options);
      case AppSettings.Result.Refused refused ->
          new App(
              own.id(),
              version,
              own.name(),
              own.enabled(),
              own.limits(),
              own.credentials(),
              own.rules(),
              own.origins(),
              own.options());
    };
  }
}
