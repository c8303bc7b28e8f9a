package dev.fanfare.gateway.backend.redis;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What clients notice of a Redis that fails: nothing is lost, doubled or out of order, nothing is
 * missing for longer than three seconds, no publish hangs.
 */
@Execution(ExecutionMode.CONCURRENT)
class RedisFaultTest {
  private static final long MOST_NANOS = 3_000_000_000L;
  private static final long NO_HANG_NANOS = 1_000_000_000L;

  private final RedisServer redis = new RedisServer();
  private final RedisBus one = bus();
  private final RedisBus other = bus();
  private final TwoGateways gateways = new TwoGateways(one, other);

  @BeforeEach
  void itWorks() {
    arrives(1, "");
  }

  @AfterEach
  void end() {
    one.close();
    other.close();
    redis.close();
  }

  @Test
  void killedRedisLeavesPublishesAndDeliveryToTheStoreAndIsTakenUpAgain() {
    redis.kill();
    arrives(2, "");
    arrives(3, "");
    redis.startAgain();
    gateways.until("it is found again", () -> one.isConnected() && other.isConnected());
    arrives(4, "");

    assertThat(gateways.heard()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whenItsConnectionsAreKilledAgainAndAgainNothingIsMissing() {
    long[] kill = {System.nanoTime()};
    int most = 400;
    for (int number = 2; number <= most; number++) {
      gateways.publish(number);
      if (System.nanoTime() > kill[0]) {
        redis.say("CLIENT KILL TYPE pubsub");
        kill[0] += MOST_NANOS;
      }
      long next = System.nanoTime() + 15_000_000;
      gateways.until("its time has come", () -> System.nanoTime() > next);
    }
    hears(most);

    assertThat(gateways.heard()).isEqualTo(IntStream.rangeClosed(1, most).boxed().toList());
  }

  @Test
  void anOutputBufferThatIsTooSmallForAMessageCostsTimeOnly() {
    redis.say("CONFIG SET client-output-buffer-limit \"pubsub 20000 10000 1\"");
    String large = "x".repeat(40_000);
    for (int number = 2; number <= 4; number++) {
      arrives(number, large);
    }

    assertThat(gateways.heard()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void anEmptiedRedisIsNotNoticed() {
    redis.say("FLUSHALL");
    arrives(2, "");

    assertThat(gateways.heard()).containsExactly(1, 2);
  }

  /** As one does that still loads what it had, or whose operator changed a user. */
  @Test
  void aRedisThatRefusesForAWhileIsTakenUpAgain() {
    redis.say("ACL SETUSER default -ping");
    redis.say("CLIENT KILL TYPE normal");
    gateways.until("it is given up", () -> !one.isConnected() && !other.isConnected());
    long given = System.nanoTime();
    gateways.until("it was tried again", () -> System.nanoTime() - given > MOST_NANOS);
    arrives(2, "");

    redis.say("ACL SETUSER default +ping");
    gateways.until("it is found again", () -> one.isConnected() && other.isConnected());
    arrives(3, "");

    assertThat(gateways.heard()).containsExactly(1, 2, 3);
  }

  @Test
  void aRedisThatSleepsHoldsNobodyUp() {
    redis.pause();
    arrives(2, "");
    gateways.until("it is given up", () -> !one.isConnected() && !other.isConnected());
    arrives(3, "");
    redis.goOn();
    gateways.until("it is found again", () -> one.isConnected() && other.isConnected());
    arrives(4, "");

    assertThat(gateways.heard()).containsExactly(1, 2, 3, 4);
  }

  private void arrives(int number, String ballast) {
    long start = System.nanoTime();
    gateways.publish(number, ballast);
    assertThat(System.nanoTime() - start).isLessThan(NO_HANG_NANOS);
    hears(number);
    assertThat(System.nanoTime() - start).isLessThan(MOST_NANOS);
  }

  private void hears(int number) {
    gateways.until("it hears " + number, () -> List.copyOf(gateways.heard()).contains(number));
  }

  private RedisBus bus() {
    return await(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(redis.uri())));
  }
}
