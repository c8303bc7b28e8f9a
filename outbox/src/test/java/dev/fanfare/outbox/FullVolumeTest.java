package dev.fanfare.outbox;

import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that has not a byte left on the volume of its data. */
class FullVolumeTest {
  /** What was heard but could not be noted is sent again when its claim ends: after 8 s. */
  private static final OutboxOptions OPTIONS =
      OutboxOptions.DEFAULT.withTargets(Targets.LOOPBACK_TOO).withTimeout(Duration.ofSeconds(1));

  @TempDir private Path folder = Path.of("");

  @Test
  void whatHappensMeanwhileWaitsAndEverythingIsToldWhenThereIsRoomAgain() throws Exception {
    Optional<Volume> mounted = mounted();
    assumeTrue(mounted.isPresent(), "skipped: this machine lets us mount nothing of our own");
    try (Volume volume = mounted.orElseThrow();
        EmbeddedPostgres server = serverOn(volume);
        Receiver receiver = new Receiver()) {
      Database.Address address =
          new Database.Address(
              server.getJdbcUrl("postgres", "postgres"), Optional.empty(), Optional.empty());
      try (Rig rig = new Rig(address, OPTIONS);
          Said said = new Said();
          Outbox outbox =
              Outbox.start(
                  rig.database,
                  rig.facts,
                  rig::app,
                  OPTIONS,
                  InstantSource.system(),
                  new Random(7))) {
        rig.webhooks(Rig.batch(receiver.url()));
        rig.channel("room").enter("first", "c", "data");
        until("one is told", () -> receiver.values("user_id").equals(List.of("first")));

        Postgres.execute(address, "select pg_switch_wal()"); // its own log has room for 16 MB
        Postgres.execute(address, "checkpoint");
        volume.fill();
        List<String> entered = new ArrayList<>(List.of("first"));
        while (outbox.status().healthy() && entered.size() < 5_000) {
          entered.addAll(enter(rig, entered.size(), 100));
          until("they fit or not", () -> !outbox.status().healthy() || waiting(rig) == 0);
        }
        assertThat(outbox.status().healthy()).isFalse();
        long refused = refused(address);
        entered.addAll(enter(rig, entered.size(), 100));
        until("it was tried again and again", () -> refused(address) >= refused + 5);

        assertThat(waiting(rig)).isGreaterThanOrEqualTo(100);
        assertThat(rig.facts.stock().lost()).isZero();
        assertThat(said.lines).hasSize(1);
        assertThat(said.lines.get(0))
            .contains("The outbox waits for its database", "No space left on device");

        volume.makeRoom();
        until("all are told", () -> new HashSet<>(receiver.values("user_id")).containsAll(entered));
        until("it says that all is well", () -> outbox.status().healthy());
        until("it was said", () -> said.lines.size() == 2);
        assertThat(said.lines.get(1)).isEqualTo("The outbox works again.");
        assertThat(receiver.values("user_id").stream().distinct().toList()).isEqualTo(entered);
        assertThat(new HashSet<>(receiver.eventIds())).hasSameSizeAs(entered);
      }
    }
  }

  private Optional<Volume> mounted() {
    try {
      return Optional.of(Volume.at(Files.createDirectory(folder.resolve("volume")), "160m"));
    } catch (IOException notHere) {
      return Optional.empty();
    }
  }

  private EmbeddedPostgres serverOn(Volume volume) throws IOException {
    Redirect log = Redirect.appendTo(folder.resolve("postgres.log").toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(volume.folder().resolve("data"))
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        .start();
  }

  /** So many new members come into the room. */
  private static List<String> enter(Rig rig, int from, int howMany) {
    List<String> names = new ArrayList<>();
    for (int i = from; i < from + howMany; i++) {
      names.add("user" + i);
      rig.channel("room").enter("user" + i, "c" + i, "data");
    }
    return names;
  }

  private static long waiting(Rig rig) {
    return rig.facts.stock().waiting();
  }

  /** Transactions that were rolled back. */
  private static long refused(Database.Address address) {
    return Postgres.number(
        address, "select xact_rollback from pg_stat_database where datname = current_database()");
  }
}
