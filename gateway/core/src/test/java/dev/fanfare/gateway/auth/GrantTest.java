package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.may;
import static dev.fanfare.gateway.auth.Credentials.presentable;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.KnownApps.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.auth.TokenClaims.Rights;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GrantTest {
  private static final AppId APP = new AppId("1001");
  private static final ChannelName ROOM = new ChannelName("chat:room");
  private static final ApiKey KEY = apiKey("k", "secret", may("chat:*", Operation.SUBSCRIBE));

  private final Grant grant = Grant.ofKey(APP, KEY);

  @Test
  void anUnchangedKeyHolds() {
    assertThat(stillGranted(grant, app("1001", true, KEY)).allows(Operation.SUBSCRIBE, ROOM))
        .isTrue();
  }

  @Test
  void changedCapabilitiesHoldAtOnce() {
    App newest = app("1001", true, apiKey("k", "secret", may("chat:*", Operation.PUBLISH)));

    Grant after = stillGranted(grant, newest);

    assertThat(after.allows(Operation.PUBLISH, ROOM)).isTrue();
    assertThat(after.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
  }

  @Test
  void aTokenKeepsItsOwnRightsWithinTheKeysNewOnes() {
    var narrow = signing("s", "secret", may("chat:*", Operation.SUBSCRIBE));
    var claims =
        new TokenClaims(
            Optional.empty(),
            Instant.MAX,
            Instant.EPOCH,
            new Rights.Listed(may("chat:room", Operation.SUBSCRIBE, Operation.PUBLISH)));
    Grant before = Grant.ofToken(APP, narrow, claims);
    assertThat(before.allows(Operation.PUBLISH, ROOM)).isFalse();

    Grant after = stillGranted(before, app("1001", true, signing("s", "secret", Capabilities.ALL)));

    assertThat(after.allows(Operation.PUBLISH, ROOM)).isTrue();
    assertThat(after.allows(Operation.HISTORY, ROOM)).isFalse();
    assertThat(after.allows(Operation.SUBSCRIBE, new ChannelName("chat:lobby"))).isFalse();
  }

  @Test
  void aRevokedKeyEndsIt() {
    assertEnded(app("1001", true, revoked(KEY)), FaultCode.REVOKED);
  }

  @Test
  void aRemovedKeyEndsIt() {
    assertEnded(app("1001", true), FaultCode.REVOKED);
  }

  @Test
  void anotherSecretUnderTheSameNameEndsIt() {
    assertEnded(app("1001", true, apiKey("k", "new", Capabilities.ALL)), FaultCode.REVOKED);
    assertEnded(
        app("1001", true, presentable(signing("k", "secret", Capabilities.ALL))),
        FaultCode.REVOKED);
  }

  @Test
  void aSecretThatIsNotPresentableAnyMoreEndsWhatRestsOnShowingIt() {
    var secret = signing("s", "secret", Capabilities.ALL);

    Authentication answer =
        Grant.ofKey(APP, presentable(secret)).recheck(app("1001", true, secret));

    assertThat(answer).isEqualTo(new Authentication.Refused(TokenFaults.REVOKED));
  }

  @Test
  void tokensDoNotMindWhetherTheirSecretIsPresentable() {
    var secret = signing("s", "secret", Capabilities.ALL);
    var claims = new TokenClaims(Optional.empty(), Instant.MAX, Instant.EPOCH, new Rights.OfKey());

    stillGranted(Grant.ofToken(APP, presentable(secret), claims), app("1001", true, secret));
  }

  @Test
  void aDisabledAppEndsIt() {
    assertEnded(app("1001", false, KEY), FaultCode.UNAUTHENTICATED);
  }

  @Test
  void anotherAppsSnapshotIsAMistake() {
    App other = app("2002", true, KEY);

    assertThatThrownBy(() -> grant.recheck(other)).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertEnded(App newest, FaultCode code) {
    Authentication answer = grant.recheck(newest);

    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    assertThat(((Authentication.Refused) answer).fault().code()).isEqualTo(code);
  }

  private static Grant stillGranted(Grant grant, App newest) {
    Authentication answer = grant.recheck(newest);
    assertThat(answer).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) answer).grant();
  }
}
