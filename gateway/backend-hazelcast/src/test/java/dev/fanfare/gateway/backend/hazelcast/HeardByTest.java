package dev.fanfare.gateway.backend.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LeaseTable;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeardByTest {
  private static final UUID ONE = new UUID(0, 1);
  private static final UUID TWO = new UUID(0, 2);
  private static final UUID THREE = new UUID(0, 3);
  private static final Set<UUID> ALL = Set.of(ONE, TWO, THREE);
  private static final long SECOND = 1_000_000_000;
  private static final long LIFE = LeaseTable.LIFE.toSeconds();

  private final HeardBy gateway = new HeardBy();

  @Test
  void whomAllHearKeepsItsName() {
    for (long second = 0; second < 100; second++) {
      assertThat(gateway.isVoid(ALL, ALL, second * SECOND)).isFalse();
    }
  }

  @Test
  void whomOneMemberDidNotHearForALeaseIsVoidThoughTheMajorityHeardIt() {
    assertThat(gateway.isVoid(ALL, ALL, 0)).isFalse();
    for (long second = 1; second < LIFE; second++) {
      assertThat(gateway.isVoid(ALL, Set.of(ONE, TWO), second * SECOND)).isFalse();
    }

    assertThat(gateway.isVoid(ALL, Set.of(ONE, TWO), LIFE * SECOND)).isTrue();
  }

  @Test
  void aMemberThatDiesAfterALongSilenceIsNotForgotten() {
    gateway.isVoid(ALL, ALL, 0);
    for (long second = 1; second < LIFE; second++) {
      gateway.isVoid(ALL, Set.of(ONE, TWO), second * SECOND);
    }

    assertThat(gateway.isVoid(Set.of(ONE, TWO), Set.of(ONE, TWO), LIFE * SECOND)).isTrue();
  }

  @Test
  void aMemberThatDiesAtOnceTakesNothingAlong() {
    gateway.isVoid(ALL, ALL, 0);
    for (long second = 1; second < 100; second++) {
      assertThat(gateway.isVoid(Set.of(ONE, TWO), Set.of(ONE, TWO), second * SECOND)).isFalse();
    }
  }

  @Test
  void aNewMemberHasALeasesTimeToHear() {
    Set<UUID> old = Set.of(ONE, TWO);
    long joins = 100;
    for (long second = 0; second < joins; second++) {
      assertThat(gateway.isVoid(old, old, second * SECOND)).isFalse();
    }
    for (long second = joins; second < joins + LIFE; second++) {
      assertThat(gateway.isVoid(ALL, old, second * SECOND)).isFalse();
    }

    assertThat(gateway.isVoid(ALL, old, (joins + LIFE) * SECOND)).isTrue();
  }
}
