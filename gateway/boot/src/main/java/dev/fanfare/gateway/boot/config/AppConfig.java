package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import java.util.List;
import java.util.Optional;

/** One app as it stands in the file. */
public record AppConfig(
    @Setting(
            value =
                "Names the app: 1 to 64 letters, digits, '.', '_' or '-'. Client libraries of some vendors want digits only.",
            sample = "1001")
        AppId id,
    @Setting(value = "What people call it.", otherwise = "the id", sample = "Shop")
        Optional<String> name,
    @Setting(value = "Whether anybody may connect at all.", standard = "true") boolean enabled,
    @Setting(
            value =
                "Pages of which origins may connect: exact origins such as https://shop.example, or \"*\" for all. Requests without an Origin header are not pages and always pass.",
            standard = "[\"*\"]")
        List<Origin> origins,
    @Setting("What the app has switched on.") OptionsConfig options,
    @Setting("What the app may use; a key that is missing is taken from appLimits.")
        AppLimits limits,
    @Setting(
            "Keys of the customer's servers, for REST. Only the SHA-256 of a secret stands here; ./fanfare hash-key makes a key.")
        List<ApiKey> apiKeys,
    @Setting(
            "Secrets with which the customer's servers sign client tokens (JWT, HS256). Two at once let a secret be rotated.")
        List<SigningSecret> signingSecrets,
    @Setting(
            "How channels behave. Of the rules that match a channel the one with the longest literal prefix holds, alone.")
        List<RuleConfig> rules) {

  public AppConfig {
    origins = List.copyOf(origins);
    apiKeys = List.copyOf(apiKeys);
    signingSecrets = List.copyOf(signingSecrets);
    rules = List.copyOf(rules);
  }

  /** A key of a customer's server. */
  public record ApiKey(
      @Setting(
              value = "The public half, unique over all apps of the file.",
              sample = "shop-backend")
          KeyId id,
      @Setting(
              value = "SHA-256 of the secret, 64 hexadecimal digits.",
              sample = "0a7d1d4c7c8e2f0f2ab3f1b1a04b2b6b0c9cf9f0d8f8a0c3b7e6d5c4b3a29181")
          Sha256 secretSha256,
      @Setting(
              value =
                  "The most that anyone may do with it: \"all\", or for each channel pattern the operations.",
              sample = "all")
          Capabilities capabilities,
      @Setting(
              value = "Takes the key back: connections that rest on it are closed.",
              standard = "false")
          boolean revoked) {}

  /** A secret that signs client tokens. */
  public record SigningSecret(
      @Setting(
              value = "The public half, unique over all apps of the file; the kid of tokens.",
              sample = "shop-web")
          KeyId id,
      @Setting(
              value = "The secret itself; at least 32 bytes are wise. Either this or secretFrom.",
              otherwise = "secretFrom has to be there",
              secret = true)
          Optional<String> secret,
      @Setting(
              value = "Where the secret is found: env:NAME reads an environment variable.",
              otherwise = "secret has to be there",
              sample = "env:SHOP_WEB_SECRET")
          Optional<SecretSource> secretFrom,
      @Setting(
              value =
                  "Whether the secret itself is also taken as a key, as some vendors' libraries send it.",
              standard = "false")
          boolean presentable,
      @Setting(
              value =
                  "The most that a token signed with it may grant: \"all\", or for each channel pattern the operations.",
              sample = "{\"chat:*\": [subscribe, publish, presence, history]}")
          Capabilities capabilities,
      @Setting(
              value = "Takes the secret back: connections that rest on it are closed.",
              standard = "false")
          boolean revoked) {
    @Override
    public String toString() {
      return "SigningSecret[" + id + "]";
    }
  }

  /**
   * An origin as browsers send it, or {@code *}.
   *
   * @param text lower case, without a path
   */
  public record Origin(String text) {}

  /** 64 hexadecimal digits. */
  public record Sha256(String hex) {}

  /** An environment variable. */
  public record SecretSource(String variable) {}
}
