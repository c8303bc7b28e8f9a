package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LogCountsTest {
  private static final int MOST = 12;

  private final LogCounts<String> counts = new LogCounts<>(100);

  @Test
  void allThatIsFreeMayBeMadeAndNoMore() {
    assertThat(taken("a", MOST + 5)).isEqualTo(MOST);
    assertThat(counts.take("a", MOST)).isEqualTo(Room.APP_IS_FULL);
    assertThat(counts.take("b", MOST)).isEqualTo(Room.FREE);

    counts.give("a");
    assertThat(counts.take("a", MOST)).isEqualTo(Room.FREE);
    assertThat(counts.take("a", 0)).isEqualTo(Room.APP_IS_FULL);
  }

  @Test
  void onlyAPartOfWhatIsFreeMayBeMadeBeforeTheyAreTold() {
    counts.told(Map.of("a", 3), 3);

    assertThat(taken("a", 5)).isEqualTo(3);
    assertThat(counts.take("a", MOST)).isEqualTo(Room.LATER);
    counts.told(Map.of("a", 6), 3);
    assertThat(taken("a", 5)).isEqualTo(1);
    counts.told(Map.of("a", 8), 3);
    assertThat(counts.take("a", MOST)).isEqualTo(Room.APP_IS_FULL);
    assertThat(counts.known("a")).isEqualTo(MOST);
  }

  @Test
  void whatTheOthersHaveMadeMeanwhileIsTakenOffThatPart() {
    counts.told(Map.of(), 3);
    assertThat(counts.take("a", MOST)).isEqualTo(Room.FREE);
    counts.heard(Map.of("a", 9));

    assertThat(counts.take("a", MOST)).isEqualTo(Room.LATER);
  }

  @Test
  void theStoreHasABoundInAll() {
    for (int i = 0; i < 100; i++) {
      assertThat(counts.take("app" + i, MOST)).isEqualTo(Room.FREE);
    }

    assertThat(counts.take("one more", MOST)).isEqualTo(Room.STORE_IS_FULL);
    counts.give("app7");
    assertThat(counts.take("one more", MOST)).isEqualTo(Room.FREE);
    assertThat(counts.total()).isEqualTo(100);
  }

  @Test
  void aRecountIsBelievedAndWhatIsGoneIsForgotten() {
    assertThat(taken("a", 5)).isEqualTo(5);
    counts.found("b");
    counts.recount(Map.of("b", 2));

    assertThat(counts.known("a")).isZero();
    assertThat(counts.all()).containsEntry("b", 2);
    assertThat(counts.total()).isEqualTo(2);
    counts.told(Map.of(), 1);
    assertThat(counts.all()).containsOnlyKeys("b");
  }

  private int taken(String app, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += counts.take(app, MOST) == Room.FREE ? 1 : 0;
    }
    return taken;
  }
}
