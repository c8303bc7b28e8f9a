package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.may;
import static dev.fanfare.gateway.auth.Credentials.presentable;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class KeyAuthenticationTest {
  private final KnownApps apps = new KnownApps();
  private final Authenticator authenticator = new Authenticator(apps, new ManualTime());

  @Test
  void anApiKeyIsGrantedItsCapabilitiesAndDoesNotExpire() {
    apps.put("1001", apiKey("k", "secret", may("chat:*", Operation.PUBLISH)));

    Grant grant = granted("k", "secret");

    assertThat(grant.app()).isEqualTo(new AppId("1001"));
    assertThat(grant.key()).isEqualTo(new KeyId("k"));
    assertThat(grant.ofKey()).isTrue();
    assertThat(grant.client()).isEmpty();
    assertThat(grant.expiresAt()).isEmpty();
    assertThat(grant.allows(Operation.PUBLISH, new ChannelName("chat:a"))).isTrue();
    assertThat(grant.allows(Operation.SUBSCRIBE, new ChannelName("chat:a"))).isFalse();
    assertThat(grant.allows(Operation.PUBLISH, new ChannelName("other"))).isFalse();
  }

  @Test
  void aPresentableSecretIsAKeyToo() {
    apps.put("1001", presentable(signing("k", "secret", Capabilities.ALL)));

    assertThat(granted("k", "secret").ofKey()).isTrue();
  }

  @Test
  void anOrdinarySigningSecretIsNotAcceptedItself() {
    apps.put("1001", signing("k", "secret", Capabilities.ALL));

    assertThat(answer("k", "secret")).isEqualTo(answer("nobodys", "secret"));
  }

  @Test
  void unknownKeyWrongSecretAndDisabledAppGetTheSameAnswer() {
    apps.put(
        "1001",
        apiKey("k", "secret", Capabilities.ALL),
        presentable(signing("s", "secret", Capabilities.ALL)),
        presentable(signing("empty", "", Capabilities.ALL)),
        revoked(apiKey("gone", "secret", Capabilities.ALL)));
    apps.putDisabled("2002", apiKey("asleep", "secret", Capabilities.ALL));

    Stream<Authentication> answers =
        Stream.of(
            answer("nobodys", "secret"),
            answer("k", "wrong"),
            answer("k", ""),
            answer("k", "secret "),
            answer("k", "secret".repeat(100_000)),
            answer("s", "wrong"),
            answer("empty", ""),
            answer("gone", "wrong"),
            answer("asleep", "secret"));

    assertThat(answers).containsOnly(new Authentication.Refused(TokenFaults.UNKNOWN_KEY));
    assertThat(TokenFaults.UNKNOWN_KEY.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  @Test
  void onlyWhoKnowsARevokedKeyHearsThatItIsRevoked() {
    apps.put("1001", revoked(apiKey("k", "secret", Capabilities.ALL)));

    assertThat(answer("k", "secret")).isEqualTo(new Authentication.Refused(TokenFaults.REVOKED));
    assertThat(answer("k", "wrong")).isEqualTo(answer("nobodys", "wrong"));
  }

  @Test
  void nothingThatCouldBeLoggedHoldsASecret() {
    var key = apiKey("k", "secret-text", Capabilities.ALL);
    var signing = presentable(signing("s", "secret-text", Capabilities.ALL));
    apps.put("1001", key, signing);

    assertThat(
            Stream.of(
                granted("k", "secret-text").toString(),
                granted("s", "secret-text").toString(),
                answer("k", "secret-wrong").toString(),
                new Presented.Key(key.id(), "secret-text").toString()))
        .noneMatch(text -> text.contains("secret-"));
  }

  private Grant granted(String id, String secret) {
    assertThat(answer(id, secret)).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) answer(id, secret)).grant();
  }

  private Authentication answer(String id, String secret) {
    return authenticator.authenticate(new Presented.Key(new KeyId(id), secret));
  }
}
