package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;

/** Makes credentials for tests, written as a test reads best. */
final class Credentials {
  private Credentials() {}

  static ApiKey apiKey(String id, String secret, Capabilities capabilities) {
    return new ApiKey(new KeyId(id), Hmac.sha256(utf8(secret)), capabilities, false);
  }

  static SigningSecret signing(String id, String secret, Capabilities capabilities) {
    return new SigningSecret(new KeyId(id), utf8(secret), capabilities, false, false);
  }

  static SigningSecret presentable(SigningSecret secret) {
    return new SigningSecret(
        secret.id(), secret.secret(), secret.capabilities(), true, secret.revoked());
  }

  static ApiKey revoked(ApiKey key) {
    return new ApiKey(key.id(), key.secretSha256(), key.capabilities(), true);
  }

  static SigningSecret revoked(SigningSecret secret) {
    return new SigningSecret(
        secret.id(), secret.secret(), secret.capabilities(), secret.presentable(), true);
  }

  static Capabilities may(String pattern, Operation... operations) {
    EnumSet<Operation> set = EnumSet.noneOf(Operation.class);
    set.addAll(Arrays.asList(operations));
    return new Capabilities(Map.of(ChannelPattern.of(pattern), set));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
