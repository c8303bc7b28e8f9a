package dev.fanfare.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.App.SigningSecret;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppTest {

  @Test
  void theRuleWithTheLongestLiteralPrefixHoldsAlone() {
    App app = app(List.of(), rule("*"), rule("chat:*"), rule("chat:room:*"), rule("*:room"));

    assertThat(ruleOf(app, "chat:room:1")).isEqualTo("chat:room:*");
    assertThat(ruleOf(app, "chat:room")).isEqualTo("chat:*");
    assertThat(ruleOf(app, "chat")).isEqualTo("*");
    assertThat(ruleOf(app, "other:room")).isEqualTo("*");
  }

  @Test
  void ofEquallyLongOnesTheFirstHolds() {
    App app = app(List.of(), rule("*:room"), rule("*"));

    assertThat(ruleOf(app, "chat:room")).isEqualTo("*:room");
  }

  @Test
  void whereNoRuleMatchesTheDefaultHolds() {
    App app = app(List.of(), rule("chat:*"));

    assertThat(app.ruleOf(new ChannelName("other"))).isEqualTo(ChannelRule.DEFAULT);
    assertThat(ChannelRule.DEFAULT.publicSubscribe()).isFalse();
  }

  @Test
  void credentialsNeverShowTheirSecrets() {
    Credential key = new ApiKey(new KeyId("k"), new byte[] {77, 77}, Capabilities.ALL, false);
    Credential signing =
        new SigningSecret(new KeyId("s"), new byte[] {77, 77}, Capabilities.ALL, true, false);

    assertThat(app(List.of(key, signing)).toString())
        .contains("ApiKey[k]", "SigningSecret[s]")
        .doesNotContain("77");
  }

  @Test
  void originsAreComparedWhole() {
    App app =
        new App(
            new AppId("1"),
            1,
            "app",
            true,
            Limits.DEFAULT,
            List.of(),
            List.of(),
            List.of("https://example.com"));

    assertThat(app.allowsOrigin("https://example.com")).isTrue();
    assertThat(app.allowsOrigin("https://example.com.evil.test")).isFalse();
    assertThat(app.allowsOrigin("http://example.com")).isFalse();
    assertThat(app(List.of()).allowsOrigin("https://anything.test")).isTrue();
  }

  private static String ruleOf(App app, String channel) {
    return app.ruleOf(new ChannelName(channel)).pattern().toString();
  }

  private static ChannelRule rule(String pattern) {
    ChannelRule base = ChannelRule.DEFAULT;
    return new ChannelRule(
        ChannelPattern.of(pattern),
        base.history(),
        base.presence(),
        base.publishers(),
        base.publicSubscribe(),
        base.keepLast(),
        base.slow());
  }

  private static App app(List<Credential> credentials, ChannelRule... rules) {
    return new App(
        new AppId("1"), 1, "app", true, Limits.DEFAULT, credentials, List.of(rules), List.of("*"));
  }
}
