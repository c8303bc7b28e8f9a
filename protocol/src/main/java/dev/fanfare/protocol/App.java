package dev.fanfare.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Everything a gateway must know of an app: an immutable snapshot. A changed app is a new snapshot
 * with a greater version.
 *
 * @param version rises with every change of the app
 * @param enabled whether anybody may connect at all
 * @param origins pages of which origins may connect: exact origins, or {@code *} for all; requests
 *     without an Origin header are not pages and always pass
 * @param options what the app has switched on
 */
public record App(
    AppId id,
    long version,
    String name,
    boolean enabled,
    Limits limits,
    List<Credential> credentials,
    List<ChannelRule> rules,
    List<String> origins,
    AppOptions options) {

  /** An app with the options that hold where nothing is said. */
  public App(
      AppId id,
      long version,
      String name,
      boolean enabled,
      Limits limits,
      List<Credential> credentials,
      List<ChannelRule> rules,
      List<String> origins) {
    this(id, version, name, enabled, limits, credentials, rules, origins, AppOptions.DEFAULT);
  }

  public App {
    credentials = List.copyOf(credentials);
    rules = List.copyOf(rules);
    origins = List.copyOf(origins);
  }

  /** The credential with this id. */
  public Optional<Credential> credential(KeyId key) {
    return credentials.stream().filter(credential -> credential.id().equals(key)).findFirst();
  }

  /** Whether pages of this origin may connect. */
  public boolean allowsOrigin(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }

  /** The one rule that holds for a channel. */
  public ChannelRule ruleOf(ChannelName channel) {
    ChannelRule best = ChannelRule.DEFAULT;
    int bestLength = -1;
    for (ChannelRule rule : rules) {
      int length = rule.pattern().literalPrefix();
      if (length > bestLength && rule.pattern().matches(channel)) {
        best = rule;
        bestLength = length;
      }
    }
    return channel.isCache() ? best.keepingAtLeast(ChannelRule.CACHE_AGE) : best;
  }

  /** A way to prove that one belongs to the app. */
  public sealed interface Credential {
    /** The public half, unique in the installation. */
    KeyId id();

    /** The most that anyone may do with it. */
    Capabilities capabilities();

    /** Whether it was taken back. */
    boolean revoked();
  }

  /**
   * A customer backend's key. Its secret is known to nobody but the customer.
   *
   * @param secretSha256 SHA-256 of the secret's UTF-8 bytes, 32 bytes, never changed
   */
  public record ApiKey(KeyId id, byte[] secretSha256, Capabilities capabilities, boolean revoked)
      implements Credential {
    @Override
    public String toString() {
      return "ApiKey[" + id + "]";
    }
  }

  /**
   * A secret with which a customer signs tokens (HS256).
   *
   * @param secret the secret's bytes, never changed
   * @param presentable whether the secret itself is also accepted as a Basic credential, as
   *     vendors' keys are
   */
  public record SigningSecret(
      KeyId id, byte[] secret, Capabilities capabilities, boolean presentable, boolean revoked)
      implements Credential {
    @Override
    public String toString() {
      return "SigningSecret[" + id + "]";
    }
  }
}
