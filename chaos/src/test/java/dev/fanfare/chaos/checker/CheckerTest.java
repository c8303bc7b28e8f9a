package dev.fanfare.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Delivered;
import dev.fanfare.chaos.history.Event.State;
import dev.fanfare.chaos.history.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every planted fault is found, by its name. */
class CheckerTest {
  private final Story story =
      new Story().connect("alice").connect("bob").publish().publish().publish().publish();

  @Test
  void aMessageThatNeverCame() {
    assertThat(found(without("alice", 2))).containsExactly(Kind.LOST);
  }

  @Test
  void aMessageThatASkipPassedOver() {
    List<Event> events = without("alice", 2);
    events.add(
        indexOf(events, "alice", 3),
        new Event.Told(9, "alice", 1, Story.NEWS, Event.Kind.SKIP, 2, new Place("e1", 2)));

    assertThat(found(events)).containsExactly(Kind.LOST);
  }

  @Test
  void aLossThatIsToldWithinTheWindow() {
    story.drop("alice").publish();
    story
        .events()
        .add(resumed("alice", new Place("e1", 4), State.GAP, new Place("e1", 5), story.now() + 9));

    assertThat(found(story.events())).containsExactly(Kind.LOST);
  }

  @Test
  void aLossThatIsToldAfterTheWindowIsNone() {
    story.drop("alice").publish().wait(130_000);
    story
        .events()
        .add(resumed("alice", new Place("e1", 4), State.GAP, new Place("e1", 5), story.now() + 9));

    assertThat(found(story.events())).isEmpty();
  }

  @Test
  void theLastMessageThatNeverCame() {
    assertThat(found(without("bob", 4))).containsExactly(Kind.LOST_TAIL);
  }

  @Test
  void theLastMessageUnderAnEpochThatWasNeverTold() {
    story.moveOwner().publish().calm();
    story
        .events()
        .removeIf(
            it -> it instanceof Delivered d && d.place().offset() == 5 || it instanceof Event.Told);

    assertThat(found(story.events())).containsExactly(Kind.LOST_TAIL, Kind.LOST_TAIL);
  }

  @Test
  void aMessageThatCameAgain() {
    List<Event> events = story.calm().events();
    events.add(indexOf(events, "alice", 3), delivered("alice", 2, "m2"));

    assertThat(found(events)).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void messagesThatChangedPlacesOnTheWay() {
    List<Event> events = without("alice", 2);
    events.add(indexOf(events, "alice", 3) + 1, delivered("alice", 2, "m2"));

    assertThat(found(events)).containsExactly(Kind.REORDERED);
  }

  @Test
  void aMessageThatStandsBeforeOneThatWasAcknowledgedEarlier() {
    List<Event> events =
        List.of(
            new Event.Attempted(1, Story.NEWS, "a", "g1"),
            new Event.Acknowledged(2, Story.NEWS, "a", new Place("e", 2)),
            new Event.Attempted(3, Story.NEWS, "b", "g2"),
            new Event.Acknowledged(4, Story.NEWS, "b", new Place("e", 1)));

    assertThat(found(events)).containsExactly(Kind.REORDERED);
  }

  @Test
  void twoMessagesAtOnePlace() {
    story.events().add(new Event.Attempted(1, Story.NEWS, "x", "g2"));
    story.events().add(new Event.Acknowledged(2, Story.NEWS, "x", new Place("e1", 3)));

    assertThat(found(story.events())).contains(Kind.DIVERGENT_OFFSET);
  }

  @Test
  void oneMessageAtTwoPlaces() {
    story.events().add(new Event.Attempted(90, Story.NEWS, "m2", "g2"));
    story.events().add(delivered("alice", 5, "m2"));
    story.events().add(delivered("bob", 5, "m2"));

    assertThat(found(story.events())).containsExactly(Kind.APPENDED_TWICE, Kind.APPENDED_TWICE);
  }

  @Test
  void anEpochThatWasNotTold() {
    story.moveOwner().publish().calm();
    List<Event> events =
        new ArrayList<>(
            story.events().stream()
                .filter(it -> !(it instanceof Event.Told told && told.subscriber().equals("bob")))
                .map(
                    it ->
                        it instanceof Delivered d
                                && d.subscriber().equals("bob")
                                && d.place().offset() == 5
                            ? delivered("bob", 5, d.id())
                            : it)
                .toList());

    assertThat(found(events)).containsExactly(Kind.SILENT_EPOCH);
  }

  @Test
  void aFullThatBeginsElsewhere() {
    story.drop("alice").publish();
    story
        .events()
        .add(resumed("alice", new Place("e1", 4), State.FULL, new Place("e1", 5), story.now()));

    assertThat(found(story.events())).containsExactly(Kind.WRONG_FULL);
  }

  @Test
  void aFullThatIsFollowedByAHole() {
    story.drop("alice").publish().publish().connect("alice").calm();

    assertThat(found(without("alice", 5))).containsExactly(Kind.WRONG_FULL);
  }

  @Test
  void aMessageThatNobodyPublished() {
    story.events().add(delivered("alice", 5, "ghost"));
    story.events().add(delivered("bob", 5, "ghost"));

    assertThat(found(story.events())).containsExactly(Kind.PHANTOM, Kind.PHANTOM);
  }

  @Test
  void aMessageOfAnotherApp() {
    Channel other = new Channel("b", "news");
    story.events().add(new Event.Attempted(1, other, "secret", "g1"));
    story.events().add(delivered("alice", 5, "secret"));

    assertThat(found(story.events())).containsExactly(Kind.CROSS_TENANT);
  }

  @Test
  void aMemberThatIsSeenLongAfterItsEnd() {
    List<Event> events =
        List.of(
            new Event.Entering(1, Story.NEWS, "carol"),
            new Event.Entered(2, Story.NEWS, "carol"),
            new Event.Leaving(1_000, Story.NEWS, "carol"),
            observed(15_000, "carol"),
            observed(17_000, "carol"));

    assertThat(found(events)).containsExactly(Kind.PRESENCE_GHOST);
  }

  @Test
  void aMemberThatIsSeenLongAfterAFaultThatFollowedItsEnd() {
    List<Event> events =
        List.of(
            new Event.Entered(2, Story.NEWS, "carol"),
            new Event.Leaving(1_000, Story.NEWS, "carol"),
            new Event.Struck(10_000, "kill", "g1", false),
            new Event.Healed(12_000, "kill", "g1"),
            observed(24_000, "carol"),
            new Event.Struck(24_500, "kill", "g2", false),
            observed(26_000, "carol"));

    assertThat(found(events)).containsExactly(Kind.PRESENCE_GHOST);
  }

  @Test
  void aMemberThatNeverEntered() {
    assertThat(found(List.of(observed(1, "mallory")))).containsExactly(Kind.PRESENCE_GHOST);
  }

  @Test
  void aMemberThatIsNotSeen() {
    List<Event> events =
        List.of(
            new Event.Entering(1, Story.NEWS, "carol"),
            new Event.Entered(2, Story.NEWS, "carol"),
            observed(1_000),
            observed(3_000));

    assertThat(found(events)).containsExactly(Kind.PRESENCE_MISSING);
  }

  @Test
  void aMemberMayBeUnseenWhileAFaultLasts() {
    List<Event> events =
        List.of(
            new Event.Entered(2, Story.NEWS, "carol"),
            new Event.Struck(5, "stop", "g1", false),
            observed(9_000),
            new Event.Healed(10_000, "stop", "g1"),
            observed(14_000),
            observed(16_000));

    assertThat(found(events)).containsExactly(Kind.PRESENCE_MISSING);
  }

  private List<Event> without(String subscriber, long offset) {
    if (!(story.events().get(story.events().size() - 1) instanceof Event.Calm)) {
      story.calm();
    }
    List<Event> events = new ArrayList<>(story.events());
    events.remove(indexOf(events, subscriber, offset));
    return events;
  }

  private static int indexOf(List<Event> events, String subscriber, long offset) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof Delivered it
          && it.subscriber().equals(subscriber)
          && it.place().offset() == offset) {
        return i;
      }
    }
    throw new AssertionError(subscriber + " did not get " + offset);
  }

  private static Delivered delivered(String subscriber, long offset, String id) {
    return new Delivered(99, subscriber, 1, Story.NEWS, new Place("e1", offset), id);
  }

  private static Event resumed(String who, Place after, State state, Place place, long at) {
    return new Event.Subscribed(at, who, 9, "g2", Story.NEWS, Optional.of(after), state, place);
  }

  private static Event observed(long at, String... clients) {
    return new Event.Observed(at, at, Story.NEWS, "g1", List.of(clients));
  }

  private static List<Kind> found(List<Event> events) {
    return Checker.check(events, Promises.standard()).stream().map(Finding::kind).sorted().toList();
  }
}
