package dev.fanfare.gateway.boot.config;

import dev.fanfare.gateway.boot.config.AppConfig.SecretSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Finds the secrets that gateways share. */
final class ClusterReader {
  private static final int MIN_BYTES = 32;

  private final Problems problems;
  private final Function<String, Optional<String>> environment;

  ClusterReader(Problems problems, Function<String, Optional<String>> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  FanfareConfig read(FanfareConfig config) {
    FanfareConfig.Cluster cluster = config.cluster();
    Optional<String> secret = secret("secret", cluster.secret(), cluster.secretFrom());
    Optional<String> previous =
        secret("previousSecret", cluster.previousSecret(), cluster.previousSecretFrom());
    if (previous.isPresent() && secret.isEmpty()) {
      problems.at(
          "cluster.previousSecret",
          "'cluster.previousSecret' stands without a 'cluster.secret' that follows it.");
    }
    return config.withCluster(
        new FanfareConfig.Cluster(
            secret, cluster.secretFrom(), previous, cluster.previousSecretFrom()));
  }

  private Optional<String> secret(
      String name, Optional<String> text, Optional<SecretSource> source) {
    String path = "cluster." + name;
    if (text.isPresent() && source.isPresent()) {
      problems.at(path, "'" + path + "' and '" + path + "From' stand together; keep one of them.");
      return Optional.empty();
    }
    Optional<String> found = source.isPresent() ? environment.apply(source.get().variable()) : text;
    boolean wanted = text.isPresent() || source.isPresent();
    int bytes = found.map(secret -> secret.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    if (wanted && bytes < MIN_BYTES) {
      String place = source.isPresent() ? path + "From" : path;
      problems.at(
          place,
          "'"
              + place
              + "' needs a secret of "
              + MIN_BYTES
              + " bytes or more; this one is missing or shorter. 'openssl rand -hex 32' makes one.");
    }
    return found;
  }
}
