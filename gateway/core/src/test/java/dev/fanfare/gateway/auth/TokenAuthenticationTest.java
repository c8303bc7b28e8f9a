package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.may;
import static dev.fanfare.gateway.auth.Credentials.signing;
import static dev.fanfare.gateway.auth.TokenMaker.header;
import static dev.fanfare.gateway.auth.TokenMaker.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenAuthenticationTest {
  private static final String SECRET = "a-signing-secret-of-the-first-app";
  private static final ChannelName ROOM = new ChannelName("chat:room");

  private final ManualTime time = new ManualTime();
  private final KnownApps apps = new KnownApps();
  private final Authenticator authenticator = new Authenticator(apps, time);

  @Test
  void aTokenSpeaksForItsClientUntilItExpires() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));
    long exp = time.now().plusSeconds(60).getEpochSecond();

    Grant grant = granted("{\"sub\":\"alice\",\"aud\":\"1001\",\"exp\":" + exp + "}");

    assertThat(grant.app()).isEqualTo(new AppId("1001"));
    assertThat(grant.key()).isEqualTo(new KeyId("k"));
    assertThat(grant.ofKey()).isFalse();
    assertThat(grant.client()).contains(new ClientId("alice"));
    assertThat(grant.expiresAt()).contains(Instant.ofEpochSecond(exp));
    assertThat(grant.nextExpiry()).contains(Instant.ofEpochSecond(exp));
  }

  @Test
  void withoutCapItHasTheRightsOfItsSecret() {
    apps.put("1001", signing("k", SECRET, may("chat:*", Operation.SUBSCRIBE)));

    Grant grant = granted("{\"exp\":" + in(60) + "}");

    assertThat(grant.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(grant.allows(Operation.PUBLISH, ROOM)).isFalse();
    assertThat(grant.allowsSomewhere(Operation.PUBLISH)).isFalse();
  }

  @Test
  void withCapItHasWhatBothAllow() {
    apps.put("1001", signing("k", SECRET, may("chat:*", Operation.SUBSCRIBE, Operation.HISTORY)));

    Grant grant =
        granted(
            "{\"exp\":"
                + in(60)
                + ",\"cap\":{\"chat:room\":[\"subscribe\",\"publish\"],\"other\":[\"*\"]}}");

    assertThat(grant.allows(Operation.SUBSCRIBE, ROOM)).isTrue();
    assertThat(grant.allows(Operation.PUBLISH, ROOM)).isFalse();
    assertThat(grant.allows(Operation.HISTORY, ROOM)).isFalse();
    assertThat(grant.allows(Operation.SUBSCRIBE, new ChannelName("chat:lobby"))).isFalse();
    assertThat(grant.allows(Operation.SUBSCRIBE, new ChannelName("other"))).isFalse();
    assertThat(grant.allowsSomewhere(Operation.SUBSCRIBE)).isTrue();
    assertThat(grant.allowsSomewhere(Operation.PUBLISH)).isFalse();
  }

  @Test
  void aStarAmongTheOperationsIsEveryOperation() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));

    Grant grant = granted("{\"exp\":" + in(60) + ",\"cap\":{\"chat:*\":[\"*\"]}}");

    for (Operation operation : Operation.values()) {
      assertThat(grant.allows(operation, ROOM)).isTrue();
    }
  }

  @Test
  void internalChannelsAreOpenOnlyToPatternsThatNameThem() {
    ChannelName internal = new ChannelName("#user:alice");
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));
    assertThat(granted("{\"exp\":" + in(60) + "}").allows(Operation.SUBSCRIBE, internal)).isFalse();

    apps.put("1001", signing("k", SECRET, may("#user:*", Operation.SUBSCRIBE)));
    assertThat(granted("{\"exp\":" + in(60) + "}").allows(Operation.SUBSCRIBE, internal)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"iss\":\"https://example.com\"",
        "\"roles\":[{\"a\":[1,2.5e3,-0,true,false,null,{}]},[]]",
        "\"snowflake\":9223372036854775807123",
        "\"name\":\"\\u00e9\\ud83d\\ude00\\n\\\\\\\"\\/\"",
        "\"sub\":\"日本語 😀\"",
        "\"jti\":\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"",
      })
  void whatItDoesNotNeedToKnowDoesNotMatter(String claim) {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));

    granted(" {\t\"exp\" : " + in(60) + " ,\r\n " + claim + " } ");
  }

  @Test
  void aHeaderWithoutTypAndWithMoreIsFine() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));
    String jwt =
        sign(
            "{\"kid\":\"k\",\"x-of-mine\":{\"a\":[1]},\"alg\":\"HS256\"}",
            "{\"exp\":" + in(60) + "}",
            SECRET);

    assertThat(answer(jwt)).isInstanceOf(Authentication.Granted.class);
  }

  @Test
  void expMayHaveAFraction() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));

    Grant grant = granted("{\"exp\":" + in(60) + ".5}");

    assertThat(grant.expiresAt()).contains(Instant.ofEpochSecond(in(60)).plusMillis(500));
  }

  @Test
  void clocksMayDifferByHalfAMinute() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));

    granted("{\"exp\":" + in(86_400 + 30) + ",\"nbf\":" + in(30) + ",\"iat\":" + in(30) + "}");

    for (String claim : new String[] {"nbf", "iat"}) {
      String claims = "{\"exp\":" + in(60) + ",\"" + claim + "\":" + in(31) + "}";
      assertThat(answer(sign(header("k"), claims, SECRET)))
          .isEqualTo(new Authentication.Refused(TokenFaults.NOT_YET_VALID));
    }
  }

  @Test
  void secretsOfVendorsMayBeShort() {
    apps.put("1001", signing("k", "s", Capabilities.ALL));

    assertThat(answer(sign(header("k"), "{\"exp\":" + in(60) + "}", "s")))
        .isInstanceOf(Authentication.Granted.class);
  }

  @Test
  void aTokenSeenBeforeIsStillJudgedByTime() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));
    String jwt = sign(header("k"), "{\"exp\":" + in(60) + "}", SECRET);
    assertThat(answer(jwt)).isInstanceOf(Authentication.Granted.class);

    time.advance(Duration.ofSeconds(59));
    assertThat(answer(jwt)).isInstanceOf(Authentication.Granted.class);

    time.advance(Duration.ofSeconds(1));
    assertThat(answer(jwt)).isEqualTo(new Authentication.Refused(TokenFaults.EXPIRED));
  }

  @Test
  void aTokenSeenBeforeIsStillJudgedByTheNewestKeys() {
    apps.put("1001", signing("k", SECRET, Capabilities.ALL));
    String jwt = sign(header("k"), "{\"exp\":" + in(60) + "}", SECRET);
    assertThat(answer(jwt)).isInstanceOf(Authentication.Granted.class);

    apps.put("1001", signing("k", SECRET, may("chat:*", Operation.HISTORY)));
    assertThat(grantOf(jwt).allows(Operation.HISTORY, ROOM)).isTrue();
    assertThat(grantOf(jwt).allows(Operation.PUBLISH, ROOM)).isFalse();

    apps.put("1001", Credentials.revoked(signing("k", SECRET, Capabilities.ALL)));
    assertThat(answer(jwt)).isEqualTo(new Authentication.Refused(TokenFaults.REVOKED));

    apps.put("1001", signing("k", "another-secret-under-the-same-name", Capabilities.ALL));
    assertThat(answer(jwt)).isEqualTo(new Authentication.Refused(TokenFaults.UNKNOWN_SIGNATURE));

    apps.putDisabled("1001", signing("k", SECRET, Capabilities.ALL));
    assertThat(answer(jwt)).isEqualTo(new Authentication.Refused(TokenFaults.UNKNOWN_SIGNATURE));
  }

  private long in(long seconds) {
    return time.now().plusSeconds(seconds).getEpochSecond();
  }

  private Grant granted(String claims) {
    return grantOf(sign(header("k"), claims, SECRET));
  }

  private Grant grantOf(String jwt) {
    assertThat(answer(jwt)).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) answer(jwt)).grant();
  }

  private Authentication answer(String jwt) {
    return authenticator.authenticate(new Presented.Token(jwt));
  }
}
