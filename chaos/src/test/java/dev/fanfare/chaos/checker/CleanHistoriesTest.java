package dev.fanfare.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Delivered;
import dev.fanfare.chaos.history.Place;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** No false alarm, whatever order things happen in; and no hole that hides in it. */
class CleanHistoriesTest {
  @Property(tries = 2_000)
  void aCleanHistoryHasNoFindings(@ForAll long seed) {
    assertThat(Checker.check(Story.random(seed).events(), Promises.standard())).isEmpty();
  }

  @Property(tries = 500)
  void whateverMessageIsLeftOutOfACleanHistoryIsMissed(@ForAll long seed) {
    List<Event> events = new ArrayList<>(Story.random(seed).events());
    List<Integer> middle = new ArrayList<>();
    for (int i = 0; i + 1 < events.size(); i++) {
      if (events.get(i) instanceof Delivered now
          && events.subList(i + 1, events.size()).stream()
              .anyMatch(it -> it instanceof Delivered next && isNext(now, next))) {
        middle.add(i);
      }
    }
    if (!middle.isEmpty()) {
      events.remove((int) middle.get((int) Math.floorMod(seed, (long) middle.size())));

      assertThat(Checker.check(events, Promises.standard()))
          .extracting(Finding::kind)
          .containsAnyOf(Kind.LOST, Kind.WRONG_FULL);
    }
  }

  private static boolean isNext(Delivered now, Delivered next) {
    return next.subscriber().equals(now.subscriber())
        && next.place().equals(new Place(now.place().epoch(), now.place().offset() + 1));
  }
}
