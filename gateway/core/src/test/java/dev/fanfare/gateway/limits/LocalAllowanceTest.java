package dev.fanfare.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.port.Allowance.Verdict;
import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.protocol.AppId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is this allowance's own; what every allowance promises stands in the port's contract. */
final class LocalAllowanceTest {
  private static final Verdict GRANTED = new Verdict.Granted();
  private static final AppId A = new AppId("1001");
  private static final AppId B = new AppId("2002");
  private static final AppId C = new AppId("3003");

  private final ManualTime time = new ManualTime();
  private final LocalAllowance allowance = new LocalAllowance(time, 2);

  @Test
  void refusalsSayExactlyWhenThereIsRoom() {
    assertThat(allowance.takePublishes(A, 20, 10)).isEqualTo(GRANTED);
    assertThat(allowance.takePublishes(A, 5, 10))
        .isEqualTo(new Verdict.Refused(Duration.ofMillis(500)));

    time.advance(Duration.ofMillis(500));

    assertThat(allowance.takePublishes(A, 5, 10)).isEqualTo(GRANTED);
  }

  @Test
  void aChangedRateHoldsAtOnce() {
    assertThat(allowance.takePublishes(A, 20, 10)).isEqualTo(GRANTED);
    time.advance(Duration.ofSeconds(1));

    assertThat(allowance.takePublishes(A, 1_000, 1_000)).isEqualTo(GRANTED);
    assertThat(allowance.takePublishes(A, 1, 1_000)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void anAppThatUsesNothingMakesWayForAnother() {
    allowance.takePublishes(A, 1, 1);
    allowance.takePublishes(B, 1, 1);
    time.advance(Duration.ofSeconds(1));

    assertThat(allowance.takePublishes(C, 1, 1)).isEqualTo(GRANTED);
  }

  @Test
  void whenAllAppsAreInUseANewOneHasToWait() {
    allowance.takeConnection(A, 1);
    allowance.takePublishes(B, 1, 1);

    assertThat(allowance.takePublishes(C, 1, 1)).isInstanceOf(Verdict.Refused.class);
    assertThat(allowance.takeConnection(C, 1)).isInstanceOf(Verdict.Refused.class);
    assertThat(allowance.takePublishes(B, 1, 1)).isEqualTo(GRANTED);

    allowance.giveConnectionBack(A);
    assertThat(allowance.takeConnection(C, 1)).isEqualTo(GRANTED);
  }

  @Test
  void givingBackWhatWasNotTakenIsAMistake() {
    assertThatThrownBy(() -> allowance.giveConnectionBack(A))
        .isInstanceOf(IllegalStateException.class);
    allowance.takePublishes(A, 1, 1);
    assertThatThrownBy(() -> allowance.giveConnectionBack(A))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void countsStayRightWhileIdleAppsAreRemovedAllTheTime() throws Exception {
    List<AppId> apps = List.of(A, B, C, new AppId("4004"));
    List<Callable<Boolean>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int offset = thread;
      threads.add(
          () -> {
            for (int i = 0; i < 20_000; i++) {
              AppId app = apps.get((i + offset) % apps.size());
              if (allowance.takeConnection(app, 1).equals(GRANTED)) {
                allowance.giveConnectionBack(app); // throws when the share was lost meanwhile
              }
            }
            return true;
          });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (var done : executor.invokeAll(threads)) {
        assertThat(done.get()).isTrue();
      }
    }

    assertThat(allowance.takeConnection(A, 1)).isEqualTo(GRANTED);
    assertThat(allowance.takeConnection(B, 1)).isEqualTo(GRANTED);
  }
}
