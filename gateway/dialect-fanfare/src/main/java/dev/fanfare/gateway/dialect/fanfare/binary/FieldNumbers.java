package dev.fanfare.gateway.dialect.fanfare.binary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that stand for field names: the first name has 1. A number is never given to another
 * name; new names are added at the end.
 */
public final class FieldNumbers {
  /** The names in the order of their numbers. */
  public static final List<String> NAMES =
      List.of(
          // requests
          "op",
          "i",
          "v",
          "token",
          "key",
          "client",
          "name",
          "version",
          "subs",
          "channel",
          "at",
          "e",
          "o",
          "last",
          "sinceMs",
          "presence",
          "slow",
          "mode",
          "filter",
          "delta",
          "conflate",
          "resume",
          "data",
          "kind",
          "encoding",
          "id",
          "tags",
          "extras",
          "ephemeral",
          "noStore",
          "ttlMs",
          "echo",
          "messages",
          "action",
          "limit",
          "cursor",
          "direction",
          "from",
          // replies
          "ok",
          "err",
          "sub",
          "connection",
          "app",
          "expiresAtMs",
          "heartbeatMs",
          "now",
          "limits",
          "messageBytes",
          "batchMessages",
          "batchBytes",
          "publishesPerSecond",
          "channels",
          "presenceDataBytes",
          "c",
          "state",
          "gap",
          "why",
          "n",
          "members",
          "next",
          "acks",
          "t",
          "repeated",
          "code",
          "message",
          "retryAfterMs",
          "scope",
          "href",
          "connections",
          "subscribers",
          "ticket",
          "opensUntilMs",
          "endsAtMs",
          // pushes
          "p",
          "to",
          "top",
          "a",
          "conn",
          "d",
          "s",
          "b",
          "en",
          "k",
          "x",
          "of",
          "inMs",
          "reconnectInMs",
          "jitterMs");

  private static final Map<String, Integer> BY_NAME = byName();

  private FieldNumbers() {}

  /** The name with this number. */
  static Optional<String> name(int number) {
    return number >= 1 && number <= NAMES.size()
        ? Optional.of(NAMES.get(number - 1))
        : Optional.empty();
  }

  /** The number of a name of the protocol. */
  static int number(String name) {
    Integer number = BY_NAME.get(name);
    if (number == null) {
      throw new IllegalStateException("The binary form has no number for the field " + name);
    }
    return number;
  }

  private static Map<String, Integer> byName() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : NAMES) {
      numbers.put(name, numbers.size() + 1);
    }
    return Map.copyOf(numbers);
  }
}
