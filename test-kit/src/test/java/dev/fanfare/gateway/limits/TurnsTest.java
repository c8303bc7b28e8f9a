package dev.fanfare.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.AppId;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How one loop is shared among apps. */
class TurnsTest {
  private static final AppId LOUD = new AppId("loud");
  private static final AppId QUIET = new AppId("quiet");

  private final ManualLoop loop = new ManualLoop(0, new ManualClock());
  private final Turns turns = new Fairness().on(loop);
  private final List<String> done = new ArrayList<>();

  @Test
  void whoeverNeedsLessThanAShareNeverWaits() {
    turns.worked(QUIET, Turns.SHARE - 1);

    assertThat(turns.left(QUIET)).isEqualTo(1);
    assertThat(loop.waiting()).isZero();
  }

  @Test
  void whoeverHasHadItsShareWaitsForTheNextTurnAndTheOthersDoNot() {
    turns.worked(LOUD, Turns.SHARE);
    assertThat(turns.left(LOUD)).isZero();
    assertThat(turns.left(QUIET)).isEqualTo(Turns.SHARE);
    turns.later(LOUD, () -> done.add("loud"));
    loop.runTurn();
    assertThat(done).isEmpty();
    loop.runTurn();

    assertThat(done).containsExactly("loud");
  }

  @Test
  void inEachTurnEveryAppWorksItsShareAndThenTheSocketsHaveTheirs() {
    for (int i = 0; i < 6; i++) {
      handIn(LOUD, "loud " + i, Turns.SHARE / 2);
    }
    handIn(QUIET, "quiet", 1);
    loop.runTurn();
    loop.runTurn();
    assertThat(done).containsExactlyInAnyOrder("loud 0", "loud 1", "quiet");
    loop.runTurn();
    loop.runTurn();

    assertThat(done.subList(3, 7)).containsExactly("loud 2", "loud 3", "loud 4", "loud 5");
  }

  @Test
  void whoeverTookMoreThanItsShareWaitsAsMuchLonger() {
    handIn(LOUD, "much", 3 * Turns.SHARE);
    handIn(LOUD, "more", 1);
    loop.runTurn();
    loop.runTurn();
    loop.runTurn();
    assertThat(done).containsExactly("much");
    loop.runTurn();
    loop.runTurn();

    assertThat(done).containsExactly("much", "more");
  }

  @Test
  void aTaskThatBreaksCostsTheOthersNothing() {
    turns.later(
        LOUD,
        () -> {
          throw new IllegalStateException("broken");
        });
    handIn(LOUD, "next", 1);
    loop.runTurn();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(loop::runTurn)).isNotNull();
    loop.runAll();

    assertThat(done).containsExactly("next");
  }

  private void handIn(AppId app, String name, int units) {
    turns.later(
        app,
        () -> {
          done.add(name);
          turns.worked(app, units);
        });
  }
}
