package dev.fanfare.outbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One real PostgreSQL for all tests of the module; each gets a database of its own. */
final class Postgres {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Path LOG = log();
  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  static Database.Address freshDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
    return new Database.Address(
        SERVER.getJdbcUrl("postgres", name), Optional.empty(), Optional.empty());
  }

  /** What the server then says shows that its errors can be seen. */
  static void provokeAnError() {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1 / 0");
      throw new IllegalStateException("One can be divided by zero");
    } catch (SQLException expected) {
      // Division by zero.
    }
  }

  /** The errors that the server has written down so far. */
  static List<String> errors() {
    try (Stream<String> lines = Files.lines(LOG)) {
      return lines.filter(line -> line.contains("ERROR:")).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Path log() {
    try {
      Path log = Files.createTempFile("fanfare-postgres", ".log");
      log.toFile().deleteOnExit();
      return log;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Does something to a database that was made here. */
  static void execute(Database.Address address, String sql) {
    try (Connection connection = DriverManager.getConnection(address.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** The first column of the only row. */
  static long number(Database.Address address, String sql) {
    try (Connection connection = DriverManager.getConnection(address.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setOutputRedirector(Redirect.appendTo(LOG.toFile()))
          .setErrorRedirector(Redirect.appendTo(LOG.toFile()))
          .start();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
