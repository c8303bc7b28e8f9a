package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.SpentTickets.Spending;
import dev.fanfare.testkit.Racing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every list of spent tickets has to do. */
public abstract class SpentTicketsContract {

  /** A fresh list. */
  protected abstract SpentTickets list();

  /** Some time that has not come yet by the list's clock. */
  protected abstract Instant soon();

  @Test
  void aTicketIsSpentOnce() {
    SpentTickets list = list();

    assertThat(await(list.spend("a", soon()))).isEqualTo(Spending.FIRST);
    assertThat(await(list.spend("a", soon()))).isEqualTo(Spending.AGAIN);
    assertThat(await(list.spend("b", soon()))).isEqualTo(Spending.FIRST);
    assertThat(await(list.spend("a", soon()))).isEqualTo(Spending.AGAIN);
  }

  @Test
  void ofManyAtOnceOneIsTheFirst() {
    SpentTickets list = list();

    for (int round = 0; round < 50; round++) {
      String id = "ticket " + round;
      List<Spending> all = Racing.race(2, racer -> await(list.spend(id, soon())));
      assertThat(all).containsExactlyInAnyOrder(Spending.FIRST, Spending.AGAIN);
    }
  }
}
