package dev.fanfare.gateway.boot.cli;

import dev.fanfare.gateway.boot.config.FanfareConfig.Logging;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.KeyId;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the arguments that are more than text. Messages complete "Invalid value for option …: ".
 */
final class Converters {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(s|m|h)");
  private static final String ID = "an id is 1 to 64 letters, digits, '.', '_' or '-'";

  private Converters() {}

  static void register(CommandLine commands) {
    commands.registerConverter(AppOption.class, AppOption::parse);
    commands.registerConverter(WebhookOption.class, WebhookOption::parse);
    commands.registerConverter(Grant.class, Grant::parse);
    commands.registerConverter(DevStore.class, DevStore::parse);
    commands.registerConverter(Port.class, Port::parse);
    commands.registerConverter(Logging.Level.class, Converters::level);
    commands.registerConverter(Duration.class, Converters::duration);
    commands.registerConverter(
        AppId.class, text -> new AppId(checked(text, AppId.isValid(text), ID)));
    commands.registerConverter(
        KeyId.class, text -> new KeyId(checked(text, KeyId.isValid(text), ID)));
    commands.registerConverter(
        ClientId.class,
        text ->
            new ClientId(
                checked(
                    text,
                    ClientId.isValid(text),
                    "a client id is 1 to 128 bytes without control characters")));
  }

  private static String checked(String text, boolean valid, String sentence) {
    if (!valid) {
      throw new TypeConversionException(sentence);
    }
    return text;
  }

  private static Logging.Level level(String text) {
    return Arrays.stream(Logging.Level.values())
        .filter(level -> level.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is not one of "
                        + Arrays.stream(Logging.Level.values())
                            .map(level -> level.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not a duration such as 90s, 10m or 24h");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
