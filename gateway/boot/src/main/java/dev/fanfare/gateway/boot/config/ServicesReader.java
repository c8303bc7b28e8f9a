package dev.fanfare.gateway.boot.config;

import dev.fanfare.gateway.boot.config.AppConfig.SecretSource;
import java.util.Optional;
import java.util.function.Function;

/** Finds the database's password and the operator's token. */
final class ServicesReader {
  private final Problems problems;
  private final Function<String, Optional<String>> environment;

  ServicesReader(Problems problems, Function<String, Optional<String>> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  FanfareConfig read(FanfareConfig config) {
    TlsConfig tls = config.tls();
    if (tls.port().isPresent() && (tls.certificate().isEmpty() || tls.privateKey().isEmpty())) {
      problems.at(
          "tls.port",
          "'tls.port' needs 'tls.certificate' and 'tls.privateKey'; dev makes both with --tls.");
    }
    return config.withServices(database(config.database()), operator(config.operator()));
  }

  private DatabaseConfig database(DatabaseConfig database) {
    database
        .url()
        .filter(url -> !url.equals(DatabaseConfig.EMBEDDED))
        .filter(url -> !url.startsWith("jdbc:postgresql:"))
        .ifPresent(
            url ->
                problems.at(
                    "database.url",
                    "'database.url' must be jdbc:postgresql://host:port/name, or embedded; other databases are not used."));
    return new DatabaseConfig(
        database.url(),
        database.user(),
        one("database.password", database.password(), database.passwordFrom()),
        database.passwordFrom());
  }

  private OperatorConfig operator(OperatorConfig operator) {
    Optional<String> token = one("operator.token", operator.token(), operator.tokenFrom());
    if (token.isPresent() && token.get().length() < OperatorConfig.LEAST) {
      problems.at(
          "operator.token",
          "'operator.token' must have at least "
              + OperatorConfig.LEAST
              + " characters; 'openssl rand -hex 32' makes one.");
    }
    return new OperatorConfig(token, operator.tokenFrom());
  }

  private Optional<String> one(String path, Optional<String> text, Optional<SecretSource> source) {
    if (text.isPresent() && source.isPresent()) {
      problems.at(path, "'" + path + "' and '" + path + "From' stand together; keep one of them.");
      return Optional.empty();
    }
    if (source.isEmpty()) {
      return text;
    }
    String variable = source.get().variable();
    Optional<String> found = environment.apply(variable).filter(value -> !value.isEmpty());
    if (found.isEmpty()) {
      problems.at(
          path + "From",
          "The environment variable "
              + variable
              + " is not set or empty; '"
              + path
              + "From' asks for it.");
    }
    return found;
  }
}
