package dev.fanfare.outbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The outbox's PostgreSQL: a pool of connections, and the schema {@code fanfare_outbox} brought to
 * its newest version. Closing it closes the connections.
 */
public final class Database implements AutoCloseable {
  static final String SCHEMA = "fanfare_outbox";
  static final int CONNECTIONS = 4;

  /** Who starts meanwhile waits so long for another one that brings the schema up to date. */
  private static final int MIGRATION_SECONDS = 60;

  /** No other lock of ours has this number. */
  private static final long MIGRATION_LOCK = 0x66616e666172_6f6fL;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Where the database is.
   *
   * @param url {@code jdbc:postgresql://host:port/name}
   */
  public record Address(String url, Optional<String> user, Optional<String> password) {
    /** Never shows the password. */
    @Override
    public String toString() {
      return "Address[" + url.replaceAll("\\?.*", "") + "]";
    }
  }

  /**
   * Connects and migrates; several that start at once do it one after the other. Blocking.
   *
   * @throws RuntimeException with the driver's words when the database is out of reach or refuses
   */
  public static Database open(Address address) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("outbox");
    config.setJdbcUrl(address.url());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
    config.setSchema(SCHEMA);
    config.setInitializationFailTimeout(-1);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Database database = new Database(pool);
      database.jdbi.useTransaction(
          one -> {
            one.execute("set local lock_timeout = '" + MIGRATION_SECONDS + "s'");
            one.execute("select pg_advisory_xact_lock(" + MIGRATION_LOCK + ")");
            migrate(pool);
          });
      return database;
    } catch (RuntimeException refused) {
      pool.close();
      throw refused;
    }
  }

  /** One at a time: Flyway's own lock is in the schema, which two might make at once. */
  private static void migrate(HikariDataSource pool) {
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:dev/fanfare/outbox/schema")
        .schemas(SCHEMA)
        .createSchemas(true)
        .load()
        .migrate();
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }
}
