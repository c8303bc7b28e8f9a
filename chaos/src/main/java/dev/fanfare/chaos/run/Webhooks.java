package dev.fanfare.chaos.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a cluster needs to tell webhooks, outside of it: one PostgreSQL that all gateways share, and
 * a receiver. Neither is ever killed; the receiver fails in its own way.
 */
final class Webhooks implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final Receiver receiver;
  private final String address;

  private Webhooks(EmbeddedPostgres postgres, Receiver receiver, String address) {
    this.postgres = postgres;
    this.receiver = receiver;
    this.address = address;
  }

  /**
   * Starts both.
   *
   * @param address of this machine, where the gateways reach it
   * @param folder for what PostgreSQL needs
   */
  static Webhooks open(String address, Path folder, List<Credential> apps, Recorder recorder)
      throws IOException {
    Path who =
        Files.writeString(
            folder.toAbsolutePath().resolve("pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setServerConfig(
                "listen_addresses", address.equals("127.0.0.1") ? address : "127.0.0.1," + address)
            .setServerConfig("hba_file", who.toString())
            .start();
    try {
      return new Webhooks(postgres, Receiver.listen(address, apps, recorder), address);
    } catch (IOException occupied) {
      postgres.close();
      throw occupied;
    }
  }

  Receiver receiver() {
    return receiver;
  }

  /** The sections that gateways have for it. */
  String sections() {
    return """
    database: {url: "jdbc:postgresql://%s:%d/postgres", user: postgres}
    webhooks: {reach: any, timeout: 1s}
    """
        .formatted(address, postgres.getPort());
  }

  /** The option of an app. */
  String option(Credential app) {
    return "{url: '%s', kinds: [channel-occupied, channel-vacated, member-added, member-removed], batch: %s}"
        .formatted(receiver.url(app), app.app().length() % 2 == 0);
  }

  @Override
  public void close() throws IOException {
    receiver.close();
    postgres.close();
  }
}
