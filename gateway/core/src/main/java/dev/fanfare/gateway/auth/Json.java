package dev.fanfare.gateway.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value as it was written, before anybody took a string for a number. */
sealed interface Json {

  /** Members in their order; no name stands twice. */
  record Members(Map<String, Json> byName) implements Json {
    Optional<Json> member(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    boolean has(String name) {
      return byName.containsKey(name);
    }
  }

  /** An array. */
  record Elements(List<Json> all) implements Json {}

  /** A string. */
  record Text(String text) implements Json {}

  /** A number; infinite when it is greater than a double can be. */
  record Numeric(double number) implements Json {}

  /** True or false. */
  record Flag(boolean set) implements Json {}

  /** Null. */
  record Nothing() implements Json {}
}
