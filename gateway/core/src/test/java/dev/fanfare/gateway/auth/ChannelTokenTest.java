package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.apiKey;
import static dev.fanfare.gateway.auth.Credentials.may;
import static dev.fanfare.gateway.auth.Credentials.revoked;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Operation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChannelTokenTest {
  private static final String SECRET = "a-signing-secret-of-the-first-app";
  private static final String OTHER_SECRET = "a-signing-secret-of-the-other-app";
  private static final ChannelName ROOM = new ChannelName("private-room");
  private static final ChannelName LOBBY = new ChannelName("private-lobby");

  private final ManualTime time = new ManualTime();
  private final KnownApps apps = new KnownApps();
  private final Authenticator authenticator = new Authenticator(apps, time);

  @BeforeEach
  void twoApps() {
    apps.put(
        "1001",
        signing("connect", SECRET, may("public", Operation.SUBSCRIBE)),
        signing("rooms", SECRET, Capabilities.ALL),
        apiKey("api", "secret", may("public", Operation.SUBSCRIBE)));
    apps.put("2002", signing("other", OTHER_SECRET, Capabilities.ALL));
  }

  @Test
  void itAddsItsOperationsInItsChannelOnly() {
    Grant before = connected("alice");
    assertThat(before.allows(Operation.SUBSCRIBE, ROOM)).isFalse();

    Grant after = granted(before, ROOM, token("alice", "\"ops\":[\"subscribe\",\"presence\"]"));

    assertThat(after.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(after.allows(Operation.PRESENCE, ROOM)).isTrue();
    assertThat(after.allows(Operation.PUBLISH, ROOM)).isFalse();
    assertThat(after.allows(Operation.SUBSCRIBE, LOBBY)).isFalse();
    assertThat(after.allowsSomewhere(Operation.PRESENCE)).isTrue();
    assertThat(after.allows(Operation.SUBSCRIBE, new ChannelName("public"))).isTrue();
    assertThat(before.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
  }

  @Test
  void withoutOpsItAllowsToSubscribe() {
    Grant after = granted(connected("alice"), ROOM, token("alice", ""));

    assertThat(after.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(after.allows(Operation.HISTORY, ROOM)).isFalse();
  }

  @Test
  void itsSecretBoundsIt() {
    String jwt = sign(header("connect"), claims("alice", "\"ops\":[\"*\"]", 60), SECRET);

    Grant after = granted(connected("alice"), ROOM, jwt);

    assertThat(after.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
  }

  @Test
  void internalChannelsNeedASecretThatNamesThem() {
    ChannelName internal = new ChannelName("#user:alice");
    String jwt =
        sign(
            header("rooms"),
            "{\"exp\":" + in(60) + ",\"sub\":\"alice\",\"chan\":\"#user:alice\"}",
            SECRET);

    Grant after = granted(connected("alice"), internal, jwt);

    assertThat(after.allows(Operation.SUBSCRIBE, internal)).isFalse();
  }

  @Test
  void itEndsWithItsOwnExpiryAndTheRestStays() {
    Grant grant =
        granted(
            connected("alice"),
            ROOM,
            sign(header("rooms"), claims("alice", "\"ops\":[\"subscribe\"]", 10), SECRET));
    assertThat(grant.nextExpiry()).contains(Instant.ofEpochSecond(in(10)));
    assertThat(grant.at(time.now())).isSameAs(grant);

    time.advance(Duration.ofSeconds(10));
    Grant later = grant.at(time.now());

    assertThat(later.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
    assertThat(later.allows(Operation.SUBSCRIBE, new ChannelName("public"))).isTrue();
    assertThat(later.nextExpiry()).isEqualTo(grant.expiresAt());
  }

  @Test
  void aSecondOneTakesThePlaceOfTheFirst() {
    Grant first = granted(connected("alice"), ROOM, token("alice", "\"ops\":[\"*\"]"));
    Grant second = granted(first, ROOM, token("alice", "\"ops\":[\"history\"]"));

    assertThat(second.allows(Operation.HISTORY, ROOM)).isTrue();
    assertThat(second.allows(Operation.PUBLISH, ROOM)).isFalse();
  }

  @Test
  void leavingTheChannelForgetsIt() {
    Grant grant = granted(connected("alice"), ROOM, token("alice", ""));

    assertThat(grant.withoutChannel(ROOM).allows(Operation.SUBSCRIBE, ROOM)).isFalse();
    assertThat(grant.withoutChannel(LOBBY)).isSameAs(grant);
  }

  @Test
  void aRefreshedTokenOfTheSameClientKeepsIt() {
    Grant grant = granted(connected("alice"), ROOM, token("alice", ""));

    assertThat(connected("alice").withChannelsOf(grant).allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(connected("bob").withChannelsOf(grant).allows(Operation.SUBSCRIBE, ROOM)).isFalse();
  }

  @Test
  void itIsBoundToItsClient() {
    assertRefused(connected("bob"), ROOM, token("alice", ""), FaultCode.IDENTITY_MISMATCH);
    assertRefused(connected("alice"), ROOM, anonymous(), FaultCode.IDENTITY_MISMATCH);
    assertRefused(shownKey(), ROOM, token("alice", ""), FaultCode.IDENTITY_MISMATCH);
    assertThat(granted(shownKey(), ROOM, anonymous()).allows(Operation.SUBSCRIBE, ROOM)).isTrue();
  }

  @Test
  void itIsOnlyForItsChannel() {
    assertRefused(connected("alice"), LOBBY, token("alice", ""), FaultCode.FORBIDDEN);
  }

  @Test
  void anotherTenantsIsWorthNothing() {
    String jwt = sign(header("other"), claims("alice", "\"ops\":[\"*\"]", 60), OTHER_SECRET);

    Authentication answer = authenticator.channelToken(connected("alice"), ROOM, jwt);

    assertThat(answer).isEqualTo(new Authentication.Refused(TokenFaults.UNKNOWN_SIGNATURE));
  }

  @Test
  void aTokenForConnectionsIsNotOne() {
    String jwt = sign(header("rooms"), "{\"sub\":\"alice\",\"exp\":" + in(60) + "}", SECRET);

    assertRefused(connected("alice"), ROOM, jwt, FaultCode.TOKEN_INVALID);
  }

  @Test
  void itCannotHaveBothChanAndCap() {
    String both = "\"ops\":[\"subscribe\"],\"cap\":{\"*\":[\"*\"]}";

    assertRefused(connected("alice"), ROOM, token("alice", both), FaultCode.TOKEN_INVALID);
  }

  @Test
  void thereAreNoMoreThanTheConnectionMayHaveChannels() {
    Grant grant = connected("alice");
    int most = Limits.DEFAULT.channelsPerConnection();
    for (int i = 0; i < most; i++) {
      grant = granted(grant, new ChannelName("private-" + i), tokenFor("private-" + i));
    }

    assertRefused(grant, ROOM, token("alice", ""), FaultCode.LIMIT_REACHED);
    granted(grant, new ChannelName("private-0"), tokenFor("private-0"));
  }

  @Test
  void aRevokedSecretTakesItBackAndLeavesTheConnection() {
    Grant grant = granted(connected("alice"), ROOM, token("alice", ""));
    var newest =
        apps.put(
            "1001",
            signing("connect", SECRET, may("public", Operation.SUBSCRIBE)),
            revoked(signing("rooms", SECRET, Capabilities.ALL)));

    Authentication answer = grant.recheck(newest);

    assertThat(answer).isInstanceOf(Authentication.Granted.class);
    Grant after = ((Authentication.Granted) answer).grant();
    assertThat(after.allows(Operation.SUBSCRIBE, ROOM)).isFalse();
    assertThat(after.allows(Operation.SUBSCRIBE, new ChannelName("public"))).isTrue();
  }

  private void assertRefused(Grant grant, ChannelName channel, String jwt, FaultCode code) {
    Authentication answer = authenticator.channelToken(grant, channel, jwt);

    assertThat(answer).isInstanceOf(Authentication.Refused.class);
    assertThat(((Authentication.Refused) answer).fault().code()).isEqualTo(code);
  }

  private Grant granted(Grant grant, ChannelName channel, String jwt) {
    return grantOf(authenticator.channelToken(grant, channel, jwt));
  }

  private Grant connected(String client) {
    String jwt =
        sign(header("connect"), "{\"exp\":" + in(3_600) + ",\"sub\":\"" + client + "\"}", SECRET);
    return grantOf(authenticator.authenticate(new Presented.Token(jwt)));
  }

  private Grant shownKey() {
    return grantOf(authenticator.authenticate(new Presented.Key(new KeyId("api"), "secret")));
  }

  private static Grant grantOf(Authentication answer) {
    assertThat(answer).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) answer).grant();
  }

  private String token(String client, String rights) {
    return sign(header("rooms"), claims(client, rights, 60), SECRET);
  }

  private String anonymous() {
    return sign(header("rooms"), "{\"exp\":" + in(60) + ",\"chan\":\"" + ROOM + "\"}", SECRET);
  }

  private String tokenFor(String channel) {
    return sign(
        header("rooms"),
        "{\"exp\":" + in(60) + ",\"sub\":\"alice\",\"chan\":\"" + channel + "\"}",
        SECRET);
  }

  private String claims(String client, String rights, int seconds) {
    return "{\"exp\":"
        + in(seconds)
        + ",\"sub\":\""
        + client
        + "\",\"chan\":\""
        + ROOM
        + "\""
        + (rights.isEmpty() ? "" : "," + rights)
        + "}";
  }

  private long in(long seconds) {
    return time.now().plusSeconds(seconds).getEpochSecond();
  }
}
