package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.limits.SharedAllowance;
import dev.fanfare.gateway.port.Allowance.Verdict;
import dev.fanfare.gateway.port.Shares;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Shares} promises to three gateways that keep one app's limits together. */
public abstract class SharesContract {
  private static final int PER_SECOND = 300;
  private static final int LIMIT = 100;

  private final AppId app = new AppId("t-" + UUID.randomUUID());
  private List<SharedAllowance> gateways = List.of();

  /** The shares, the same ones during a test. */
  protected abstract Shares shares();

  /** The time by which the gateways measure rates; {@link #pass} moves it. */
  protected abstract Time time();

  /** Lets time pass for gateways and shares. */
  protected abstract void pass(Duration time);

  @BeforeEach
  void threeGateways() {
    SecureRandom random = new SecureRandom();
    gateways =
        IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  long incarnation = random.nextLong();
                  return new SharedAllowance(shares(), () -> incarnation, time());
                })
            .toList();
    exchange();
    exchange();
  }

  @Test
  void theRateOfAllTogetherIsTheAppsRate() {
    assertThat(publishesWithin(10, 0, 1, 2)).isBetween(2_400, 3_300 + 2 * PER_SECOND);
  }

  @Test
  void aGatewayThatIsAskedAloneGivesOutEverything() {
    publishesWithin(2, 0);

    assertThat(publishesWithin(10, 0)).isBetween(2_900, 3_050);
  }

  @Test
  void theShareFollowsTheDemand() {
    publishesWithin(5, 0);

    assertThat(publishesWithin(10, 1)).isBetween(2_400, 3_300 + 2 * PER_SECOND);
    assertThat(publishesWithin(10, 0, 2)).isBetween(2_400, 3_300 + 2 * PER_SECOND);
  }

  @Test
  void connectionsOfAllTogetherNeverExceedTheLimit() {
    int open = 0;
    for (int second = 0; second < 15; second++) {
      for (SharedAllowance gateway : gateways) {
        open += connects(gateway, 20);
      }
      exchange();
      assertThat(open).isLessThanOrEqualTo(LIMIT);
    }

    assertThat(open).isEqualTo(LIMIT);
  }

  @Test
  void whatOneGatewayGivesBackAnotherMayOpen() {
    int open = 0;
    for (int second = 0; second < 10; second++) {
      open += connects(gateways.get(0), 50);
      exchange();
    }
    assertThat(open).isEqualTo(LIMIT);
    assertThat(connects(gateways.get(1), 1)).isLessThanOrEqualTo(LIMIT / 30);
    for (int i = 0; i < 60; i++) {
      gateways.get(0).giveConnectionBack(app);
    }
    int elsewhere = 0;
    for (int second = 0; second < 10; second++) {
      exchange();
      elsewhere += connects(gateways.get(1), 50);
    }

    assertThat(elsewhere).isBetween(50, 63);
  }

  @Test
  void whoHasOnlyPublishedSoFarMayConnectAndTheOtherWayRound() {
    SharedAllowance publishes = gateways.get(0);
    SharedAllowance connects = gateways.get(1);
    assertThat(publishes.takePublishes(app, 1, PER_SECOND)).isInstanceOf(Verdict.Granted.class);
    assertThat(connects(connects, 1)).isOne();
    exchange();

    assertThat(connects(publishes, 1)).isOne();
    assertThat(connects.takePublishes(app, 50, PER_SECOND)).isInstanceOf(Verdict.Granted.class);
  }

  @Test
  void aCrowdIsLetInAtOnceWhereThereIsRoom() {
    gateways.forEach(gateway -> assertThat(connects(gateway, 1)).isOne());
    exchange();
    exchange();

    assertThat(connects(gateways.get(0), 30)).isEqualTo(30);
    assertThat(connects(gateways.get(1), 30)).isEqualTo(30);
  }

  /** For instance one that was killed and is back, while what it had is still held for its own. */
  @Test
  void whoComesWhenEverythingIsSharedOutLetsSomeInAllTheSame() {
    gateways.forEach(gateway -> assertThat(connects(gateway, 1)).isOne());
    exchange();
    exchange();
    SharedAllowance late = new SharedAllowance(shares(), () -> 99, time());
    assertThat(connects(late, 1)).isOne();
    await(late.exchange());

    assertThat(connects(late, 1)).isOne();
    pass(Duration.ofSeconds(11)); // it is forgotten
  }

  @Test
  void onlyAFullAppIsRefusedForGood() {
    SharedAllowance crowded = gateways.get(0);
    connects(gateways.get(1), 1);
    connects(crowded, 1);
    exchange();
    int open = 2 + connects(crowded, LIMIT);
    assertThat(open).isLessThan(LIMIT);
    assertThat(crowded.takeConnection(app, LIMIT)).isInstanceOf(Verdict.Postponed.class);

    for (int second = 0; second < 10; second++) {
      exchange();
      open += connects(crowded, LIMIT);
    }
    exchange();
    assertThat(open).isEqualTo(LIMIT);
    assertThat(crowded.takeConnection(app, LIMIT)).isInstanceOf(Verdict.Refused.class);
  }

  private int publishesWithin(int seconds, int... through) {
    int granted = 0;
    for (int tenth = 0; tenth < seconds * 10; tenth++) {
      for (int gateway : through) {
        for (int i = 0; i < 2 * PER_SECOND / 10; i++) {
          granted +=
              gateways.get(gateway).takePublishes(app, 1, PER_SECOND) instanceof Verdict.Granted
                  ? 1
                  : 0;
        }
      }
      pass(Duration.ofMillis(100));
      if (tenth % 10 == 9) {
        exchangeNow();
      }
    }
    return granted;
  }

  private int connects(SharedAllowance gateway, int times) {
    int open = 0;
    for (int i = 0; i < times; i++) {
      open += gateway.takeConnection(app, LIMIT) instanceof Verdict.Granted ? 1 : 0;
    }
    return open;
  }

  private void exchange() {
    pass(Duration.ofSeconds(1));
    exchangeNow();
  }

  private void exchangeNow() {
    gateways.forEach(gateway -> await(gateway.exchange()));
  }
}
