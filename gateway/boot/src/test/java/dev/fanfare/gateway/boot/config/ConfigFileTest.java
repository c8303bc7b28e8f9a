package dev.fanfare.gateway.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
  private final ConfigFile reader =
      new ConfigFile(
          name ->
              Optional.ofNullable(
                  Map.of(
                          "WEB_SECRET",
                          "from outside",
                          "CLUSTER_SECRET",
                          "a secret that gateways share, 32+")
                      .get(name)));

  @Test
  void anEmptyFileMeansEveryStandard() {
    assertThat(accepted("").config()).isEqualTo(ConfigFile.standard());
    assertThat(accepted("# nothing\n").config().server())
        .isEqualTo(
            new FanfareConfig.Server(
                "127.0.0.1",
                8080,
                Duration.ofSeconds(20),
                Duration.ofSeconds(2),
                false,
                Optional.empty(),
                Transport.AUTO));
  }

  @Test
  void noOutboxIsLessThanTheGatewayRestsOn() {
    String least = "appLimits: {outboxBytes: " + Limits.LEAST_OUTBOX_BYTES + "}\n";
    String less = "appLimits: {outboxBytes: " + (Limits.LEAST_OUTBOX_BYTES - 1) + "}\n";
    assertThat(reader.parse("f.yaml", least)).isInstanceOf(Loaded.Accepted.class);
    assertThat(reader.parse("f.yaml", less)).isInstanceOf(Loaded.Refused.class);
  }

  @Test
  void aSectionWithNothingBehindItMeansItsStandards() {
    assertThat(accepted("server:\napps:\nappLimits:\n").config()).isEqualTo(ConfigFile.standard());
  }

  @Test
  void anAppIsRead() {
    App app =
        onlyApp(
            """
            appLimits: {connections: 50, messageBytes: 1KB}
            apps:
              - id: 1001
                name: Shop
                origins: [https://Shop.example, http://localhost:3000]
                limits: {connections: 7}
                apiKeys:
                  - id: backend
                    secretSha256: 2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B
                    capabilities: {"chat:*": [publish, history], "*": "*"}
                signingSecrets:
                  - {id: web, secret: "a: secret", presentable: true, capabilities: all}
                  - {id: app, secretFrom: "env:WEB_SECRET", capabilities: {}, revoked: true}
                rules:
                  - pattern: "chat:*"
                    history: {messages: 5, age: 1h}
                    presence: {enabled: false}
                    publishers: servers
                    publicSubscribe: true
                    keepLast: true
                    slow: pull
            """);

    assertThat(app.id()).isEqualTo(new AppId("1001"));
    assertThat(app.name()).isEqualTo("Shop");
    assertThat(app.enabled()).isTrue();
    assertThat(app.origins()).containsExactly("https://shop.example", "http://localhost:3000");
    assertThat(app.limits().connections()).isEqualTo(7);
    assertThat(app.limits().messageBytes()).isEqualTo(1000);
    assertThat(app.limits().batchMessages()).isEqualTo(Limits.DEFAULT.batchMessages());

    App.ApiKey backend = (App.ApiKey) app.credential(new KeyId("backend")).orElseThrow();
    assertThat(backend.secretSha256()).hasSize(32).startsWith(0x2b, 0xb8);
    assertThat(backend.capabilities().allows(Operation.PUBLISH, new ChannelName("chat:1")))
        .isTrue();
    assertThat(backend.capabilities().allows(Operation.ADMIN, new ChannelName("x"))).isTrue();
    App.SigningSecret web = (App.SigningSecret) app.credential(new KeyId("web")).orElseThrow();
    assertThat(new String(web.secret(), StandardCharsets.UTF_8)).isEqualTo("a: secret");
    assertThat(web.presentable()).isTrue();
    assertThat(web.capabilities()).isEqualTo(Capabilities.ALL);
    App.SigningSecret other = (App.SigningSecret) app.credential(new KeyId("app")).orElseThrow();
    assertThat(new String(other.secret(), StandardCharsets.UTF_8)).isEqualTo("from outside");
    assertThat(other.revoked()).isTrue();

    ChannelRule rule = app.ruleOf(new ChannelName("chat:1"));
    assertThat(rule.history())
        .isEqualTo(new ChannelRule.History(5, 2_000_000, Duration.ofHours(1)));
    assertThat(rule.presence()).isEqualTo(new ChannelRule.Presence(false, 1_000));
    assertThat(rule.publishers()).isEqualTo(ChannelRule.Publishers.SERVERS);
    assertThat(rule.publicSubscribe()).isTrue();
    assertThat(rule.keepLast()).isTrue();
    assertThat(rule.slow()).isEqualTo(ChannelRule.SlowPolicy.PULL);
  }

  @Test
  void whatAFileDoesNotSayIsWhatTheVocabularySays() {
    App app = onlyApp("apps: [{id: a, rules: [{pattern: \"*\"}]}]");

    assertThat(app.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(app.rules()).containsExactly(ChannelRule.DEFAULT);
    assertThat(app.name()).isEqualTo("a");
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(SampleFile.text()).doesNotContain("null");
    assertThat(accepted(SampleFile.text().replace("SHOP_WEB_SECRET", "WEB_SECRET")).apps())
        .hasSize(1);
  }

  @Test
  void theClustersSecretsAreReadFromWhereTheyAre() {
    FanfareConfig config =
        accepted(
                "cluster: {secretFrom: \"env:CLUSTER_SECRET\", previousSecret: "
                    + "\"0123456789abcdef0123456789abcdef\"}")
            .config();

    assertThat(config.cluster().secret()).hasValue("a secret that gateways share, 32+");
    assertThat(config.cluster().previousSecret()).hasValue("0123456789abcdef0123456789abcdef");
    assertThat(config.toString()).doesNotContain("share").doesNotContain("0123456789");
  }

  @Test
  void aSecretIsNeverPrinted() {
    Loaded.Accepted accepted =
        accepted(
            "apps: [{id: a, signingSecrets: [{id: k, secret: hush-hush, capabilities: all}]}]");

    assertThat(accepted.toString()).doesNotContain("hush");
  }

  @Property(tries = 500)
  void anyTextIsEitherReadOrRefused(@ForAll String text) {
    assertThat(reader.parse("any.yaml", text)).isNotNull();
  }

  @Property(tries = 500)
  void anyValueIsEitherReadOrRefused(@ForAll String text) {
    String quoted = text.replace("'", "''");
    assertThat(reader.parse("any.yaml", "apps: [{id: '" + quoted + "', name: '" + quoted + "'}]"))
        .isNotNull();
  }

  private App onlyApp(String text) {
    return accepted(text).apps().get(0);
  }

  private Loaded.Accepted accepted(String text) {
    Loaded loaded = reader.parse("fanfare.yaml", text);
    assertThat(loaded).isInstanceOf(Loaded.Accepted.class);
    return (Loaded.Accepted) loaded;
  }
}
