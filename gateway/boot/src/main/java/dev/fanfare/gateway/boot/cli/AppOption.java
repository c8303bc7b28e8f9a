package dev.fanfare.gateway.boot.cli;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * An app on the command line, {@code --app id:key:secret}: numeric id, one presentable signing
 * secret that may do everything, channels open to subscribers without a grant as vendors' public
 * channels are.
 */
record AppOption(AppId id, KeyId key, String secret) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,64}");

  /** What {@code dev} has switched on: everything that clients can use. */
  private static final AppOptions EVERYTHING =
      new AppOptions(true, 10, Optional.empty(), true, true, false, List.of());

  // What fits into a shell, a header and a URL alike; the colon separates.
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e&&[^:]]{1,256}");

  /** The message of a failure never shows the secret. */
  static AppOption parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new TypeConversionException("an app is id:key:secret, such as 1001:my-key:my-secret");
    }
    if (!DIGITS.matcher(parts[0]).matches()) {
      throw new TypeConversionException(
          "the id of an app is a number of up to 64 digits, such as 1001; this is not: '"
              + parts[0]
              + "'");
    }
    if (!KeyId.isValid(parts[1])) {
      throw new TypeConversionException(
          "the key of app "
              + parts[0]
              + " must be 1 to 64 letters, digits, '.', '_' or '-'; this is not: '"
              + parts[1]
              + "'");
    }
    if (!SECRET.matcher(parts[2]).matches()) {
      throw new TypeConversionException(
          "the secret of app "
              + parts[0]
              + " must be 1 to 256 printable ASCII characters without ':' and spaces");
    }
    return new AppOption(new AppId(parts[0]), new KeyId(parts[1]), parts[2]);
  }

  App toApp(Limits limits) {
    return toApp("App " + id, limits, List.of(everywherePublic()));
  }

  App toApp(String name, Limits limits, List<ChannelRule> rules) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new App(
        id,
        0,
        name,
        true,
        limits,
        List.of(new App.SigningSecret(key, bytes, Capabilities.ALL, true, false)),
        rules,
        List.of("*"),
        EVERYTHING);
  }

  /**
   * Public for every name that no prefix closes; which ones do is the channel name's own knowledge.
   */
  static ChannelRule everywherePublic() {
    return publicRule(ChannelPattern.of("*"), ChannelRule.History.DEFAULT);
  }

  static ChannelRule publicRule(ChannelPattern pattern, ChannelRule.History history) {
    ChannelRule standard = ChannelRule.DEFAULT;
    return new ChannelRule(
        pattern,
        history,
        standard.presence(),
        standard.publishers(),
        true,
        standard.keepLast(),
        standard.slow());
  }

  @Override
  public String toString() {
    return "AppOption[" + id + ", " + key + "]";
  }
}
