package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.KeyId;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of single value: how it is called, and how its text is read.
 *
 * @param name in the reference page
 * @param expected completes "… must be"
 * @param plain whether it stands without quotes: a number in quotes is text
 */
record Scalar<T>(String name, String expected, boolean plain, Function<String, Optional<T>> read) {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9](_?[0-9])*");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})(KB|KiB|MB|MiB|GB|GiB|)");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)");

  private static final Map<Class<?>, Scalar<?>> KNOWN = known();

  private static Map<Class<?>, Scalar<?>> known() {
    Map<Class<?>, Scalar<?>> known = new LinkedHashMap<>();
    known.put(String.class, new Scalar<>("text", "text", false, Optional::of));
    known.put(int.class, new Scalar<>("number", "a whole number", true, Scalar::integer));
    known.put(Integer.class, new Scalar<>("number", "a whole number", true, Scalar::integer));
    known.put(boolean.class, new Scalar<>("true or false", "true or false", true, Scalar::truth));
    known.put(
        Duration.class,
        new Scalar<>(
            "duration", "a duration such as 500ms, 30s, 2m, 1h or 7d", false, Scalar::duration));
    known.put(
        ByteSize.class,
        new Scalar<>(
            "size",
            "a size such as 4096, 64KiB (1,024 bytes each) or 2MB (1,000,000 bytes each)",
            false,
            Scalar::size));
    known.put(
        AppId.class,
        new Scalar<>(
            "id",
            "1 to 64 letters, digits, '.', '_' or '-'",
            false,
            text -> AppId.isValid(text) ? Optional.of(new AppId(text)) : Optional.empty()));
    known.put(
        KeyId.class,
        new Scalar<>(
            "id",
            "1 to 64 letters, digits, '.', '_' or '-'",
            false,
            text -> KeyId.isValid(text) ? Optional.of(new KeyId(text)) : Optional.empty()));
    known.put(
        ChannelPattern.class,
        new Scalar<>(
            "pattern",
            "a channel pattern: 1 to 255 bytes of UTF-8 without control characters or outer spaces",
            false,
            Scalar::pattern));
    known.put(
        AppConfig.Origin.class,
        new Scalar<>(
            "origin",
            "an origin such as https://shop.example (scheme, host and perhaps port, no path), or \"*\"",
            false,
            Scalar::origin));
    known.put(
        URI.class,
        new Scalar<>(
            "url",
            "an http or https URL without a user in it, such as https://shop.example/hooks",
            false,
            Scalar::url));
    known.put(
        AppConfig.Sha256.class,
        new Scalar<>(
            "SHA-256",
            "the SHA-256 of a secret, 64 hexadecimal digits; './fanfare hash-key' makes one",
            false,
            text ->
                SHA256.matcher(text).matches()
                    ? Optional.of(new AppConfig.Sha256(text.toLowerCase(Locale.ROOT)))
                    : Optional.empty()));
    known.put(
        AppConfig.SecretSource.class,
        new Scalar<>(
            "env:NAME", "env: and the name of an environment variable", false, Scalar::source));
    return known;
  }

  /** The kind that a Java type stands for; empty for types that are not single values. */
  static Optional<Scalar<?>> of(Class<?> type) {
    if (type.isEnum()) {
      return Optional.of(ofEnum(type));
    }
    return Optional.ofNullable(KNOWN.get(type));
  }

  private static Scalar<Object> ofEnum(Class<?> type) {
    List<Object> constants = List.of(type.getEnumConstants());
    List<String> words = constants.stream().map(Scalar::word).toList();
    return new Scalar<>(
        String.join(", ", words),
        "one of " + String.join(", ", words),
        false,
        text -> {
          int index = words.indexOf(text.replace('_', '-'));
          return index < 0 ? Optional.empty() : Optional.of(constants.get(index));
        });
  }

  /** How an enum's constant is written in the file. */
  static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<Integer> integer(String text) {
    if (!INTEGER.matcher(text).matches() || text.length() > 40) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(text.replace("_", ""));
    return value.bitLength() > 31 ? Optional.empty() : Optional.of(value.intValue());
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }

  private static Optional<ByteSize> size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "KB" -> 1_000;
          case "KiB" -> 1 << 10;
          case "MB" -> 1_000_000;
          case "MiB" -> 1 << 20;
          case "GB" -> 1_000_000_000;
          case "GiB" -> 1 << 30;
          default -> 1;
        };
    long count = Long.parseLong(matcher.group(1));
    return count > Integer.MAX_VALUE / unit
        ? Optional.empty()
        : Optional.of(new ByteSize(Math.toIntExact(count * unit)));
  }

  private static Optional<ChannelPattern> pattern(String text) {
    try {
      return Optional.of(ChannelPattern.of(text));
    } catch (IllegalArgumentException notAPattern) {
      return Optional.empty();
    }
  }

  private static Optional<AppConfig.Origin> origin(String text) {
    if (text.equals("*")) {
      return Optional.of(new AppConfig.Origin(text));
    }
    try {
      URI uri = new URI(text);
      boolean bare =
          uri.getScheme() != null
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return bare
          ? Optional.of(new AppConfig.Origin(text.toLowerCase(Locale.ROOT)))
          : Optional.empty();
    } catch (URISyntaxException notAnOrigin) {
      return Optional.empty();
    }
  }

  private static Optional<URI> url(String text) {
    return WebUrl.read(text);
  }

  private static Optional<AppConfig.SecretSource> source(String text) {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.matches()
        ? Optional.of(new AppConfig.SecretSource(matcher.group(1)))
        : Optional.empty();
  }
}
