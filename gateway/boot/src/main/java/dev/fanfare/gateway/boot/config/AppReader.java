package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes snapshots of the apps of a file, and checks what concerns more than one key: names that
 * stand twice, secrets.
 */
final class AppReader {
  private final Problems problems;
  private final Function<String, Optional<String>> environment;
  private final Map<Object, String> firsts = new HashMap<>();

  AppReader(Problems problems, Function<String, Optional<String>> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  List<App> apps(FanfareConfig config) {
    Limits standard = config.appLimits().over(Limits.DEFAULT);
    List<App> apps = new ArrayList<>();
    for (int i = 0; i < config.apps().size(); i++) {
      apps.add(app(config.apps().get(i), "apps[" + i + "]", standard));
    }
    return apps;
  }

  private App app(AppConfig app, String path, Limits standard) {
    once(app.id(), path + ".id", "The app id '" + app.id() + "'");
    return new App(
        app.id(),
        0,
        app.name().orElse(app.id().text()),
        app.enabled(),
        app.limits().over(standard),
        credentials(app, path),
        rules(app, path),
        app.origins().stream().map(AppConfig.Origin::text).toList(),
        app.options().toOptions());
  }

  private List<App.Credential> credentials(AppConfig app, String path) {
    List<App.Credential> credentials = new ArrayList<>();
    for (int i = 0; i < app.apiKeys().size(); i++) {
      AppConfig.ApiKey key = app.apiKeys().get(i);
      onceAsKey(key.id(), path + ".apiKeys[" + i + "].id");
      byte[] hash = HexFormat.of().parseHex(key.secretSha256().hex());
      credentials.add(new App.ApiKey(key.id(), hash, key.capabilities(), key.revoked()));
    }
    for (int i = 0; i < app.signingSecrets().size(); i++) {
      AppConfig.SigningSecret secret = app.signingSecrets().get(i);
      String place = path + ".signingSecrets[" + i + "]";
      onceAsKey(secret.id(), place + ".id");
      credentials.add(
          new App.SigningSecret(
              secret.id(),
              secret(secret, place).getBytes(StandardCharsets.UTF_8),
              secret.capabilities(),
              secret.presentable(),
              secret.revoked()));
    }
    return credentials;
  }

  private String secret(AppConfig.SigningSecret secret, String path) {
    if (secret.secret().isPresent() == secret.secretFrom().isPresent()) {
      problems.at(path, "'" + path + "' needs either 'secret' or 'secretFrom', one of them.");
      return "";
    }
    String text = secret.secret().orElse("");
    if (secret.secretFrom().isPresent()) {
      String variable = secret.secretFrom().get().variable();
      text = environment.apply(variable).orElse("");
      if (text.isEmpty()) {
        problems.at(
            path + ".secretFrom",
            "The environment variable "
                + variable
                + " is not set or empty; '"
                + path
                + ".secretFrom' asks for it.");
      }
    } else if (text.isEmpty()) {
      problems.at(path + ".secret", "'" + path + ".secret' must not be empty.");
    }
    return text;
  }

  private List<ChannelRule> rules(AppConfig app, String path) {
    List<ChannelRule> rules = new ArrayList<>();
    for (int i = 0; i < app.rules().size(); i++) {
      RuleConfig rule = app.rules().get(i);
      once(
          List.of(app.id(), rule.pattern()),
          path + ".rules[" + i + "].pattern",
          "The pattern '" + rule.pattern() + "'");
      rules.add(rule.toRule());
    }
    return rules;
  }

  private void onceAsKey(KeyId id, String path) {
    once(id, path, "The key id '" + id + "'");
  }

  private void once(Object thing, String path, String named) {
    String first = firsts.putIfAbsent(thing, path);
    if (first != null) {
      String line = problems.lineOf(first).map(n -> " (line " + n + ")").orElse("");
      problems.at(path, named + " stands twice; the first one is '" + first + "'" + line + ".");
    }
  }
}
