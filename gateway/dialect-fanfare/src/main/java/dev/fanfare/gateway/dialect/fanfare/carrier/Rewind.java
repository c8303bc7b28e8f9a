package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Query;
import dev.fanfare.protocol.Command.Start;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code rewind}: how much of the past a client wants first. */
final class Rewind {
  private static final int MAX_MESSAGES = 1_000;
  private static final Duration MAX_AGE = Duration.ofDays(30);
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)?");

  private Rewind() {}

  static Start read(Query query) throws InvalidInput {
    Optional<String> text = query.text("rewind", 16);
    if (text.isEmpty()) {
      return new Start.Now();
    }
    Matcher form = FORM.matcher(text.get());
    if (form.matches()) {
      long amount = Long.parseLong(form.group(1));
      if (form.group(2) == null) {
        if (amount <= MAX_MESSAGES) {
          return new Start.Last((int) amount);
        }
      } else {
        Duration age = age(amount, form.group(2));
        if (age.compareTo(MAX_AGE) <= 0) {
          return new Start.Within(age);
        }
      }
    }
    throw Query.refused(
        "rewind",
        "must be a number of messages from 1 to "
            + MAX_MESSAGES
            + ", or a time of at most 30 days such as 90s, 10m or 2h.");
  }

  private static Duration age(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
