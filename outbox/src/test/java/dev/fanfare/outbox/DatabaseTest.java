package dev.fanfare.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private static final int GATEWAYS = 3;

  @Test
  void gatewaysThatStartAtOnceMakeTheSchemaOneAfterTheOther() throws Exception {
    Database.Address address = Postgres.freshDatabase();
    Postgres.provokeAnError();
    Patience.until("the server writes its errors down", () -> !Postgres.errors().isEmpty());
    List<String> before = Postgres.errors();
    CyclicBarrier atOnce = new CyclicBarrier(GATEWAYS);
    try (ExecutorService gateways = Executors.newFixedThreadPool(GATEWAYS)) {
      List<Future<Integer>> migrations = new ArrayList<>();
      for (int i = 0; i < GATEWAYS; i++) {
        migrations.add(
            gateways.submit(
                () -> {
                  atOnce.await();
                  return migrationsSeenBy(address);
                }));
      }
      for (Future<Integer> seen : migrations) {
        assertThat(seen.get()).isPositive();
      }
    }

    assertThat(Postgres.errors()).isEqualTo(before);
  }

  private static int migrationsSeenBy(Database.Address address) {
    try (Database database = Database.open(address)) {
      return database
          .jdbi()
          .withHandle(
              handle ->
                  handle
                      .createQuery("select count(*) from flyway_schema_history where success")
                      .mapTo(Integer.class)
                      .one());
    }
  }
}
