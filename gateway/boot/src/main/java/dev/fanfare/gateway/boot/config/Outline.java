package dev.fanfare.gateway.boot.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;

/** What sample file and reference page say alike of a key. */
final class Outline {
  private Outline() {}

  /** What it is for, with its range and what its absence means. */
  static String meaning(RecordComponent component) {
    Setting setting = Binder.setting(component);
    String range = range(setting).map(text -> " From " + text + ".").orElse("");
    String absence =
        setting.otherwise().contains(" ") ? " Without it: " + setting.otherwise() + "." : "";
    return setting.value() + range + absence;
  }

  /** The least and the greatest value. */
  static Optional<String> range(Setting setting) {
    return setting.min().isEmpty()
        ? Optional.empty()
        : Optional.of(setting.min() + " to " + setting.max());
  }

  static boolean isOptional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
  }
}
