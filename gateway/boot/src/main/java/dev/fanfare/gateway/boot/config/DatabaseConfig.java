package dev.fanfare.gateway.boot.config;

import java.util.Optional;

/** The PostgreSQL in which webhooks wait until they were heard. */
public record DatabaseConfig(
    @Setting(
            value =
                "jdbc:postgresql://host:port/name, or embedded: a PostgreSQL inside this process that forgets everything when it ends. Tables are made and kept up to date in the schema fanfare_outbox.",
            otherwise = "embedded in dev; a gateway has no webhooks",
            sample = "jdbc:postgresql://127.0.0.1:5432/fanfare")
        Optional<String> url,
    @Setting(value = "Who connects.", otherwise = "as the URL says") Optional<String> user,
    @Setting(
            value = "The password itself. Either this or passwordFrom.",
            otherwise = "as passwordFrom or the URL say",
            secret = true)
        Optional<String> password,
    @Setting(
            value = "Where the password is found: env:NAME reads an environment variable.",
            otherwise = "as password or the URL say")
        Optional<AppConfig.SecretSource> passwordFrom) {
  /** The value of {@link #url} that means a database inside the process. */
  public static final String EMBEDDED = "embedded";

  /** Whether webhooks can be delivered at all. */
  public boolean isThere() {
    return url.isPresent();
  }

  /** Whether it is to be started inside this process. */
  public boolean isEmbedded() {
    return url.filter(EMBEDDED::equals).isPresent();
  }

  /** The same, embedded unless a place is named. */
  DatabaseConfig orEmbedded() {
    return isThere()
        ? this
        : new DatabaseConfig(Optional.of(EMBEDDED), user, password, passwordFrom);
  }

  @Override
  public String toString() {
    return "DatabaseConfig[" + (isEmbedded() ? EMBEDDED : isThere() ? "server" : "none") + "]";
  }
}
