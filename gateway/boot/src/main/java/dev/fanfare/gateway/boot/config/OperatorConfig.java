package dev.fanfare.gateway.boot.config;

import java.util.Optional;

/** The operator's own API, on the port of clients. */
public record OperatorConfig(
    @Setting(
            value =
                "The token that opens /v1/operator, at least 32 characters. Either this or tokenFrom.",
            otherwise =
                "as tokenFrom says; without both there is no operator API (dev makes a token)",
            secret = true)
        Optional<String> token,
    @Setting(
            value = "Where the token is found: env:NAME reads an environment variable.",
            otherwise = "as token says")
        Optional<AppConfig.SecretSource> tokenFrom) {
  static final int LEAST = 32;

  @Override
  public String toString() {
    return "OperatorConfig[" + (token.isPresent() ? "with a token" : "off") + "]";
  }
}
