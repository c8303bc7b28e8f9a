package dev.fanfare.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that only name a key, and what signatures of the customer's server add. */
class SignatureTest {
  private static final KeyId KEY = new KeyId("278d425bdf160c739803");
  private static final byte[] SECRET_BYTES = "7ad3773142a6692b25b8".getBytes(UTF_8);
  private static final ChannelName ROOM = new ChannelName("private-foobar");
  private static final ChannelName OTHER = new ChannelName("private-other");
  private static final ClientId ALICE = new ClientId("alice");

  private final KnownApps apps = new KnownApps();
  private final Authenticator authenticator = new Authenticator(apps, new ManualTime());

  @BeforeEach
  void twoApps() {
    apps.put("1001", secret(false));
    apps.put(
        "2002",
        new SigningSecret(
            new KeyId("other"), "other".getBytes(UTF_8), Capabilities.ALL, false, false));
  }

  @Test
  void whoOnlyNamesAKeyMayNothingByIt() {
    Grant grant = named();

    assertThat(grant.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
    assertThat(grant.allowsSomewhere(Operation.PUBLISH)).isFalse();
    assertThat(grant.ofKey()).isFalse();
    assertThat(grant.client()).isEmpty();
  }

  @Test
  void anUnknownOrRevokedKeyIsRefused() {
    assertThat(refused(authenticator.authenticate(new Presented.Named(new KeyId("nobody")))))
        .isEqualTo(FaultCode.UNAUTHENTICATED);
    apps.put("1001", secret(true));

    assertThat(refused(authenticator.authenticate(new Presented.Named(KEY))))
        .isEqualTo(FaultCode.REVOKED);
  }

  @Test
  void aSignatureOpensItsChannelAsTheClientThatItNames() {
    // The example of Pusher's documentation on authentication signatures.
    String mac = "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";

    Grant grant =
        granted(authenticator.channelProof(named(), ROOM, proof("1234.1234:private-foobar", mac)));

    assertThat(grant.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(grant.allows(Operation.PUBLISH, ROOM)).isFalse();
    assertThat(grant.allows(Operation.SUBSCRIBE, OTHER)).isFalse();
    assertThat(grant.clientIn(ROOM)).contains(ALICE);
    assertThat(grant.clientIn(OTHER)).isEmpty();
    assertThat(grant.nextExpiry()).isEmpty();
  }

  @Test
  void aWrongSignatureOpensNothing() {
    for (String mac :
        new String[] {"", "00", "zz".repeat(32), "0".repeat(64), mac("1234.1235:private-foobar")}) {
      assertThat(
              refused(
                  authenticator.channelProof(
                      named(), ROOM, proof("1234.1234:private-foobar", mac))))
          .isEqualTo(FaultCode.UNAUTHENTICATED);
    }
  }

  @Test
  void aSignatureOfAnotherAppOpensNothing() {
    String text = "1.2:private-foobar";
    ChannelProof foreign =
        new ChannelProof.Signature(
            new KeyId("other"),
            text.getBytes(UTF_8),
            HexFormat.of().formatHex(Hmac.sha256("other".getBytes(UTF_8), text.getBytes(UTF_8))),
            Set.of(Operation.SUBSCRIBE),
            Optional.empty());

    assertThat(refused(authenticator.channelProof(named(), ROOM, foreign)))
        .isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  @Test
  void aSignedRequestSpeaksForTheServer() {
    Grant grant =
        granted(
            authenticator.authenticate(
                new Presented.Signed(
                    KEY, bytes("POST\n/x\n"), mac("POST\n/x\n"), Optional.empty())));

    assertThat(grant.ofKey()).isTrue();
    assertThat(grant.allows(Operation.PUBLISH, ROOM)).isTrue();
  }

  @Test
  void aSignedInClientIsWhoItIsAndKeepsItsChannels() {
    Grant before =
        granted(
            authenticator.channelProof(
                named(), ROOM, proof("1.1:private-foobar", mac("1.1:private-foobar"))));

    Grant grant =
        granted(
                authenticator.authenticate(
                    new Presented.Signed(
                        KEY, bytes("1.1::user::x"), mac("1.1::user::x"), Optional.of(ALICE))))
            .withChannelsOf(before);

    assertThat(grant.client()).contains(ALICE);
    assertThat(grant.ofKey()).isFalse();
    assertThat(grant.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(grant.allows(Operation.SUBSCRIBE, OTHER)).isFalse();
  }

  @Test
  void whatARevokedKeySignedIsGoneWithTheNextSnapshot() {
    Grant grant =
        granted(
            authenticator.channelProof(
                named(), ROOM, proof("1.1:private-foobar", mac("1.1:private-foobar"))));
    App newest = apps.put("1001", secret(true));

    assertThat(grant.recheck(newest)).isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void anApiKeyCannotSign() {
    apps.put("1001", new ApiKey(KEY, Hmac.sha256(SECRET_BYTES), Capabilities.ALL, false));

    assertThat(refused(authenticator.channelProof(named(), ROOM, proof("a", mac("a")))))
        .isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  private Grant named() {
    return granted(authenticator.authenticate(new Presented.Named(KEY)));
  }

  private static SigningSecret secret(boolean revoked) {
    return new SigningSecret(KEY, SECRET_BYTES, Capabilities.ALL, true, revoked);
  }

  private static ChannelProof proof(String text, String mac) {
    return new ChannelProof.Signature(
        KEY, bytes(text), mac, Set.of(Operation.SUBSCRIBE), Optional.of(ALICE));
  }

  private static String mac(String text) {
    return HexFormat.of().formatHex(Hmac.sha256(SECRET_BYTES, bytes(text)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Grant granted(Authentication answer) {
    return ((Authentication.Granted) answer).grant();
  }

  private static FaultCode refused(Authentication answer) {
    return ((Authentication.Refused) answer).fault().code();
  }
}
