package dev.fanfare.gateway.edge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitTest {
  private final Turnstile turnstile = new Turnstile(AdmissionOptions.DEFAULT);
  private final Visit visit = new Visit(turnstile, InetAddress.getLoopbackAddress());

  @BeforeEach
  void enters() {
    turnstile.enter(visit.address());
  }

  @Test
  void aSocketIsAStrangersUntilItsClientHasShownWhoItIs() {
    assertThat(turnstile.strangers()).isEqualTo(1);
    visit.trusted();
    visit.trusted();
    assertThat(turnstile.strangers()).isZero();
    visit.strangeAgain();
    visit.strangeAgain();
    assertThat(turnstile.strangers()).isEqualTo(1);
    visit.left();
    assertThat(turnstile.strangers()).isZero();
  }

  @Test
  void whoeverIsSaidTwiceToHaveLeftHasLeftOnce() {
    turnstile.enter(visit.address());
    visit.left();
    visit.left();

    assertThat(turnstile.connections()).isEqualTo(1);
    assertThat(turnstile.strangers()).isEqualTo(1);
  }

  @Test
  void whatIsSaidAfterItsEndChangesNothing() {
    visit.trusted();
    visit.left();
    visit.strangeAgain();
    visit.trusted();

    assertThat(turnstile.connections()).isZero();
    assertThat(turnstile.strangers()).isZero();
  }
}
