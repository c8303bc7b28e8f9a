package dev.fanfare.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Hook;
import dev.fanfare.chaos.history.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a receiver of webhooks may be told, and what not. */
class HooksTest {
  private static final Channel ROOM = new Channel("a", "presence-room");
  private static final Channel VISITED = new Channel("a", "visited");

  private final List<Event> events = new ArrayList<>(List.of(new Event.Receiving(0)));
  private long now;
  private int ids;

  @Test
  void aComingAndAGoingThatAreToldOnceAreFine() {
    comes("ann");
    leaves("ann");
    hooked(Hook.ADDED, "ann");
    hooked(Hook.REMOVED, "ann");
    visit();
    hooked(VISITED, Hook.OCCUPIED, "", "o");
    hooked(VISITED, Hook.VACATED, "", "v");

    assertThat(found()).isEmpty();
  }

  @Test
  void aRepetitionUnderTheSameIdIsFine() {
    comes("ann");
    hooked(ROOM, Hook.ADDED, "ann", "x");
    hooked(ROOM, Hook.ADDED, "ann", "x");

    assertThat(found()).isEmpty();
  }

  @Test
  void whoeverIsBackBeforeItsGhostIsGoneWasNeverAway() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    leaves("ann");
    comes("ann");

    assertThat(found()).isEmpty();
  }

  @Test
  void whoeverWasNeverLetInMayBeToldOrNot() {
    events.add(new Event.Entering(now++, ROOM, "ann"));
    leaves("ann");
    events.add(new Event.Entering(now++, ROOM, "ben"));
    leaves("ben");
    hooked(Hook.ADDED, "ben");
    hooked(Hook.REMOVED, "ben");

    assertThat(found()).isEmpty();
  }

  @Test
  void aWebhookMayBeFasterThanTheAnswerAndAVisitMayStayUnanswered() {
    hooked(VISITED, Hook.OCCUPIED, "", "o");
    visit();
    hooked(VISITED, Hook.VACATED, "", "v");
    Channel unanswered = new Channel("a", "unanswered");
    events.add(new Event.Visiting(now++, unanswered));
    hooked(unanswered, Hook.OCCUPIED, "", "o2");
    hooked(unanswered, Hook.VACATED, "", "v2");

    assertThat(found()).isEmpty();
  }

  @Test
  void aComingThatIsNotToldIsFound() {
    comes("ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_LOST);
  }

  @Test
  void aGoingThatIsNotToldIsFound() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    leaves("ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_LOST);
  }

  @Test
  void aGoingOfWhomNobodyLetInIsOwedOnceItsComingWasTold() {
    events.add(new Event.Entering(now++, ROOM, "ann"));
    leaves("ann");
    hooked(Hook.ADDED, "ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_LOST);
  }

  @Test
  void aChannelThatIsNotToldVacatedIsFound() {
    visit();
    hooked(VISITED, Hook.OCCUPIED, "", "o");

    assertThat(found()).containsExactly(Kind.WEBHOOK_LOST);
  }

  @Test
  void aComingThatIsToldUnderTwoIdsIsFound() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    hooked(Hook.ADDED, "ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_TWICE);
  }

  @Test
  void aGoingThatIsToldUnderTwoIdsIsFound() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    leaves("ann");
    hooked(Hook.REMOVED, "ann");
    hooked(Hook.REMOVED, "ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_TWICE);
  }

  @Test
  void aGoingAndAComingOfWhoStayedAreFoundUnlessAFaultExcusesThem() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    hooked(Hook.REMOVED, "ann");
    hooked(Hook.ADDED, "ann");

    assertThat(found()).containsExactly(Kind.WEBHOOK_TWICE);

    events.add(2, new Event.Struck(1, "freeze", "g1", false));
    assertThat(found()).isEmpty();
  }

  @Test
  void aMemberThatNeverCameIsFound() {
    hooked(Hook.ADDED, "mallory");

    assertThat(found()).containsExactly(Kind.WEBHOOK_PHANTOM);
  }

  @Test
  void aMemberOfAnotherAppIsFound() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    hooked(new Channel("b", ROOM.name()), Hook.ADDED, "ann", "y");

    assertThat(found()).containsExactly(Kind.WEBHOOK_PHANTOM);
  }

  @Test
  void anIdThatMeansTwoThingsIsFound() {
    comes("ann");
    comes("ben");
    hooked(ROOM, Hook.ADDED, "ann", "x");
    hooked(ROOM, Hook.ADDED, "ben", "x");

    assertThat(found()).containsExactlyInAnyOrder(Kind.WEBHOOK_PHANTOM, Kind.WEBHOOK_LOST);
  }

  @Test
  void anOrderThatIsWrongThoughTheReceiverAnsweredIsFound() {
    comes("ann");
    leaves("ann");
    hooked(Hook.REMOVED, "ann");
    hooked(Hook.ADDED, "ann");

    assertThat(found()).containsExactly(Kind.REORDERED);

    events.add(1, new Event.Struck(0, "failing-receiver", "receiver", false));
    assertThat(found()).isEmpty();
  }

  @Test
  void whereTheLogWasLostNothingIsPromisedOfWhoWasThere() {
    comes("ann");
    hooked(Hook.ADDED, "ann");
    events.add(new Event.Struck(now++, "logs lost", "m1", true));
    hooked(Hook.ADDED, "ann");
    comes("ben");

    assertThat(found()).containsExactly(Kind.WEBHOOK_LOST); // ben, who came afterwards
  }

  @Test
  void withoutAReceiverNothingIsOwed() {
    events.clear();
    comes("ann");

    assertThat(found()).isEmpty();
  }

  @Property(tries = 1_000)
  void cleanHistoriesHaveNoFindingsAndWhateverIsLeftOutOfThemIsMissed(@ForAll long seed) {
    Random random = new Random(seed);
    HooksTest story = new HooksTest();
    story.tell(random);

    assertThat(story.found()).isEmpty();

    List<Event> hooks = story.events.stream().filter(Event.Hooked.class::isInstance).toList();
    story.events.remove(hooks.get(random.nextInt(hooks.size())));
    assertThat(story.found()).containsAnyOf(Kind.WEBHOOK_LOST, Kind.WEBHOOK_TWICE);
  }

  /** Members come and go, some too quickly to be missed; each webhook comes a while later. */
  private void tell(Random random) {
    List<Runnable> later = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String user = "u" + i;
      comes(user);
      later.add(() -> hooked(Hook.ADDED, user));
      int returns = random.nextInt(3);
      for (int back = 0; back < returns; back++) {
        leaves(user);
        comes(user);
        if (random.nextBoolean()) {
          later.add(() -> hooked(Hook.REMOVED, user));
          later.add(() -> hooked(Hook.ADDED, user));
        }
      }
      if (random.nextBoolean()) {
        leaves(user);
        later.add(() -> hooked(Hook.REMOVED, user));
      }
      while (!later.isEmpty() && random.nextInt(4) > 0) {
        later.removeFirst().run();
      }
    }
    later.forEach(Runnable::run);
  }

  private void comes(String user) {
    events.add(new Event.Entering(now++, ROOM, user));
    events.add(new Event.Entered(now++, ROOM, user));
  }

  private void leaves(String user) {
    events.add(new Event.Leaving(now++, ROOM, user));
  }

  private void visit() {
    events.add(
        new Event.Subscribed(
            now++, "v", 1, "g1", VISITED, Optional.empty(), Event.State.FULL, new Place("e", 0)));
    events.add(new Event.Ended(now++, "v", 1));
  }

  private void hooked(Hook what, String user) {
    hooked(ROOM, what, user, "id" + ++ids);
  }

  private void hooked(Channel channel, Hook what, String user, String id) {
    events.add(new Event.Hooked(now++, channel, what, user, id));
  }

  private List<Kind> found() {
    List<Event> all = new ArrayList<>(events);
    all.add(new Event.Calm(now));
    return Checker.check(all, Promises.standard()).stream().map(Finding::kind).toList();
  }
}
