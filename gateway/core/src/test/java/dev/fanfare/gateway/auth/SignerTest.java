package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.auth.Signer.Algorithm;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SignerTest {
  private static final byte[] DATA = utf8("1234.1234:private-foobar");

  /** From Pusher's documentation of channel signatures. */
  private static final String PUSHER_SECRET = "7ad3773142a6692b25b8";

  private static final byte[] PUSHER_MAC =
      HexFormat.of().parseHex("58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4");

  private final KnownApps apps = new KnownApps();
  private final Signer signer = new Signer(apps);

  @Test
  void acceptsTheSignatureOfPushersDocumentation() {
    apps.put("1001", signing("278d425bdf160c739803", PUSHER_SECRET, Capabilities.ALL));

    assertThat(verifies("1001", "278d425bdf160c739803", DATA, PUSHER_MAC)).isTrue();
  }

  @Test
  void refusesEverythingElse() {
    apps.put(
        "1001",
        signing("k", PUSHER_SECRET, Capabilities.ALL),
        revoked(signing("gone", PUSHER_SECRET, Capabilities.ALL)),
        apiKey("api", PUSHER_SECRET, Capabilities.ALL));
    apps.put("2002", signing("other", PUSHER_SECRET, Capabilities.ALL));
    apps.putDisabled("3003", signing("asleep", PUSHER_SECRET, Capabilities.ALL));

    assertThat(verifies("1001", "k", DATA, PUSHER_MAC)).isTrue();
    assertThat(verifies("1001", "k", utf8("1234.1234:private-other"), PUSHER_MAC)).isFalse();
    assertThat(verifies("1001", "k", DATA, new byte[0])).isFalse();
    assertThat(verifies("1001", "k", DATA, new byte[32])).isFalse();
    assertThat(verifies("1001", "gone", DATA, PUSHER_MAC)).isFalse();
    assertThat(verifies("1001", "api", DATA, PUSHER_MAC)).isFalse();
    assertThat(verifies("1001", "nobodys", DATA, PUSHER_MAC)).isFalse();
    assertThat(verifies("1001", "nobodys", DATA, Hmac.sha256(new byte[32], DATA))).isFalse();
    assertThat(verifies("1001", "other", DATA, PUSHER_MAC)).isFalse();
    assertThat(verifies("3003", "asleep", DATA, PUSHER_MAC)).isFalse();
  }

  private boolean verifies(String app, String key, byte[] data, byte[] mac) {
    return signer.verifies(new AppId(app), new KeyId(key), Algorithm.HMAC_SHA256, data, mac);
  }
}
