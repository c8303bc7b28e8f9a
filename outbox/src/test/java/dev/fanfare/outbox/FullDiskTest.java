package dev.fanfare.outbox;

import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL whose disk is full: it answers what it is asked and takes in nothing. */
class FullDiskTest {
  private final Database.Address address = Postgres.freshDatabase();
  private final Rig rig =
      new Rig(
          address,
          OutboxOptions.DEFAULT
              .withTargets(Targets.LOOPBACK_TOO)
              .withTimeout(Duration.ofSeconds(2)));
  private final Receiver receiver = new Receiver();
  private final Said said = new Said();
  private final Outbox outbox =
      Outbox.start(
          rig.database, rig.facts, rig::app, rig.options, InstantSource.system(), new Random(7));

  @AfterEach
  void end() {
    said.close();
    outbox.close();
    receiver.close();
    rig.close();
  }

  @Test
  void whatHappensMeanwhileWaitsInTheLogAndIsToldWhenThereIsRoomAgain() {
    rig.webhooks(Rig.all(receiver.url()));
    fillTheDisk();

    rig.channel("room").enter("ann", "c1", "data");
    rig.channel("room").enter("ben", "c2", "data");
    until("it was tried again and again", () -> tries() >= 5);

    assertThat(rig.facts.stock().waiting()).isEqualTo(2);
    assertThat(rig.facts.stock().lost()).isZero();
    assertThat(outbox.status().healthy()).isFalse();
    assertThat(receiver.requests).isEmpty();
    assertThat(said.lines).hasSize(1);
    assertThat(said.lines.get(0)).contains("The outbox waits for its database", "No space left");

    makeRoom();
    until("both were told", () -> receiver.values("user_id").equals(List.of("ann", "ben")));
    until("it says that all is well", () -> outbox.status().healthy());
    until("it was said", () -> said.lines.size() == 2);
    assertThat(said.lines.get(1)).isEqualTo("The outbox works again.");
  }

  private void fillTheDisk() {
    Postgres.execute(
        address,
        """
        create sequence tries;
        create function refuse() returns trigger language plpgsql as $$
          begin
            perform nextval('public.tries');
            raise exception 'could not extend file: No space left on device'
              using errcode = 'disk_full';
          end
        $$;
        create trigger refuse before insert on fanfare_outbox.event
          for each row execute function refuse();
        """);
  }

  private void makeRoom() {
    Postgres.execute(address, "drop trigger refuse on fanfare_outbox.event");
  }

  /** A sequence counts on even where its transaction is rolled back. */
  private long tries() {
    return Postgres.number(address, "select last_value from public.tries");
  }
}
