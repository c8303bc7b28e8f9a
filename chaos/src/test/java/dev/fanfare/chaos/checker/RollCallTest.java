package dev.fanfare.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Attendance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a watcher of a room may be told, and what not. */
class RollCallTest {
  private static final Channel ROOM = new Channel("a", "presence-room");

  private final List<Event> events = new ArrayList<>();

  @Test
  void whoeverComesOnceAndGoesOnceIsFine() {
    saw(10, Attendance.HERE, "ann");
    saw(20, Attendance.ADDED, "ben");
    saw(30, Attendance.REMOVED, "ben");
    saw(40, Attendance.ADDED, "ben");
    saw(50, Attendance.REMOVED, "ann");

    assertThat(found()).isEmpty();
  }

  @Test
  void aSecondGoingIsFound() {
    saw(10, Attendance.HERE, "ann");
    saw(20, Attendance.REMOVED, "ann");
    saw(30, Attendance.REMOVED, "ann");

    assertThat(found()).containsExactly(Kind.ROLL_CALL);
  }

  @Test
  void aSecondComingIsFound() {
    saw(10, Attendance.HERE, "ann");
    saw(20, Attendance.ADDED, "ann");

    assertThat(found()).containsExactly(Kind.ROLL_CALL);
  }

  @Test
  void aGoingThatIsNeverToldIsFound() {
    saw(10, Attendance.HERE, "ann");
    events.add(new Event.Leaving(20, ROOM, "ann"));
    events.add(new Event.Calm(16_000));

    assertThat(found()).containsExactly(Kind.ROLL_CALL);
  }

  @Test
  void theTimeOfAFaultDoesNotCount() {
    saw(10, Attendance.HERE, "ann");
    events.add(new Event.Leaving(20, ROOM, "ann"));
    events.add(new Event.Struck(30, "freeze", "g1", false));
    events.add(new Event.Healed(15_030, "freeze", "g1"));
    events.add(new Event.Calm(16_000));

    assertThat(found()).isEmpty();
  }

  @Test
  void aWatcherBeginsAnewWithEachSession() {
    saw(10, Attendance.HERE, "ann");
    events.add(new Event.Ended(20, "w", 1));
    events.add(new Event.Saw(30, "w", 2, ROOM, Attendance.ADDED, "ann"));

    assertThat(found()).isEmpty();
  }

  @Test
  void whereTheLogWasLostNothingIsPromised() {
    saw(10, Attendance.HERE, "ann");
    events.add(new Event.Struck(20, "logs lost", "m1", true));
    saw(30, Attendance.ADDED, "ann");

    assertThat(found()).isEmpty();
  }

  private void saw(long at, Attendance what, String user) {
    events.add(new Event.Saw(at, "w", 1, ROOM, what, user));
  }

  private List<Kind> found() {
    return Checker.check(events, Promises.standard()).stream().map(Finding::kind).toList();
  }
}
