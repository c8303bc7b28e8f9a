package dev.fanfare.gateway.boot.webhooks;

import dev.fanfare.gateway.boot.config.DatabaseConfig;
import dev.fanfare.outbox.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;

/** The database as configured: connected to, or started inside this process. */
final class OpenDatabase implements AutoCloseable {
  private final Database database;
  private final Optional<EmbeddedPostgres> embedded;

  private OpenDatabase(Database database, Optional<EmbeddedPostgres> embedded) {
    this.database = database;
    this.embedded = embedded;
  }

  /** Opens it. Blocking; an embedded one takes a second or two. */
  static OpenDatabase open(DatabaseConfig config) throws IOException {
    if (!config.isEmbedded()) {
      return new OpenDatabase(Database.open(address(config)), Optional.empty());
    }
    EmbeddedPostgres server = EmbeddedPostgres.builder().start();
    try {
      Database.Address address =
          new Database.Address(
              server.getJdbcUrl("postgres", "postgres"), Optional.empty(), Optional.empty());
      return new OpenDatabase(Database.open(address), Optional.of(server));
    } catch (RuntimeException refused) {
      server.close();
      throw refused;
    }
  }

  /** Where a server is. */
  private static Database.Address address(DatabaseConfig config) {
    return new Database.Address(config.url().orElse(""), config.user(), config.password());
  }

  Database database() {
    return database;
  }

  @Override
  public void close() throws IOException {
    database.close();
    if (embedded.isPresent()) {
      embedded.get().close();
    }
  }
}
