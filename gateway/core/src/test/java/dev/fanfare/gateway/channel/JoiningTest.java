package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.channel.Cursor.Merge.Join;
import dev.fanfare.gateway.channel.Cursor.Merge.ReadStore;
import dev.fanfare.gateway.channel.Cursor.Progress;
import dev.fanfare.gateway.channel.Step.Deliver;
import dev.fanfare.gateway.channel.Step.EpochBegan;
import dev.fanfare.gateway.channel.Step.Reset;
import dev.fanfare.gateway.channel.Step.Skip;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest extends OneCursor {
  @Test
  void whoIsWhereTheCursorIsJoinsAtOnce() {
    startAfter(2);
    assertThat(cursor.merge(cursor.position())).isEqualTo(new Join(List.of()));
  }

  @Test
  void whoIsALittleBehindJoinsWithTheTailAlone() {
    startAfter(1);
    List<Entry> entries = log.write(4);
    entries.forEach(this::offer);

    assertThat(cursor.merge(entries.get(1).position()))
        .isEqualTo(new Join(delivered(entries.subList(2, 4))));
  }

  @Test
  void theTailIsBoundedAndWhoIsBehindItReadsTheStore() {
    startAfter(1);
    List<Entry> entries = log.write(20);
    entries.forEach(this::offer);

    Position from = entries.get(5).position();
    assertThat(cursor.merge(from)).isEqualTo(new ReadStore(from));
    assertThat(cursor.merge(entries.get(11).position())).isInstanceOf(Join.class);
  }

  @Test
  void whoMissedTheEpochThatTheTailBeginsWithReadsTheStore() {
    startAfter(2);
    Position before = cursor.position();
    log.changeOwner();
    List<Entry> entries = log.write(8);
    cursor.offer(log.head());
    backfill();
    Position border = new Position(entries.get(0).epoch(), 2);

    assertThat(cursor.merge(before)).isEqualTo(new ReadStore(before));
    assertThat(cursor.merge(border)).isEqualTo(new Join(delivered(entries)));
    assertThat(cursor.steps(before, log.after(before)).steps())
        .startsWith(new EpochBegan(border), new Deliver(entries.get(0)));
  }

  @Test
  void aPlaceThatIsNotOnTheLineIsLeftToTheStore() {
    startAfter(3);
    Entry fourth = log.write("d");
    offer(fourth);
    Position beyond = new Position(fourth.epoch(), 5);
    Position foreign = new Position(fourth.epoch() + 1, 3);

    assertThat(cursor.merge(beyond)).isEqualTo(new ReadStore(beyond));
    assertThat(cursor.merge(foreign)).isEqualTo(new ReadStore(foreign));
    assertThat(cursor.merge(Position.NONE)).isEqualTo(new ReadStore(Position.NONE));
  }

  @Test
  void aPlaceBeyondTheEndOfItsEpochIsLeftToTheStore() {
    startAfter(3);
    Position old = cursor.position();
    log.changeOwner();
    log.write(3);
    cursor.offer(log.head());
    backfill();

    assertThat(cursor.merge(old)).isInstanceOf(Join.class);
    Position beyond = new Position(old.epoch(), 4);
    assertThat(cursor.merge(beyond)).isEqualTo(new ReadStore(beyond));
  }

  @Test
  void whoReadsTheStoreIsNeverLedBeyondTheCursor() {
    startAfter(4);
    List<Entry> unseen = log.write(3);
    Progress progress = cursor.steps(Position.NONE, log.after(Position.NONE));

    assertThat(progress.reached()).isEqualTo(cursor.position());
    assertThat(progress.steps())
        .hasSize(5)
        .startsWith(new EpochBegan(new Position(unseen.get(0).epoch(), 0)));
    assertThat(cursor.merge(progress.reached())).isEqualTo(new Join(List.of()));
  }

  @Test
  void whoIsAheadOfTheCursorWaitsForItsBackfill() {
    startAfter(2);
    log.write(3);
    Position ahead = log.head().top();
    assertThat(cursor.merge(ahead)).isEqualTo(new ReadStore(ahead));

    Progress progress = cursor.steps(ahead, log.after(ahead));
    assertThat(progress).isEqualTo(new Progress(List.of(), ahead));
    assertThat(cursor.missing()).isPresent();

    backfill();
    assertThat(cursor.merge(ahead)).isEqualTo(new Join(List.of()));
  }

  @Test
  void aJoinerWhoseHistoryIsGoneIsToldOfTheReset() {
    startAfter(3);
    Position old = cursor.position();
    log.burn();
    log.write(2);
    Progress progress = cursor.steps(old, log.after(old));

    assertThat(progress.steps()).containsExactly(new Reset(log.head().top(), Why.UNKNOWN_POSITION));
    backfill();
    assertThat(cursor.merge(progress.reached())).isEqualTo(new Join(List.of()));
  }

  @Test
  void aSkipInTheTailIsShortenedForWhoKnowsItsBeginning() {
    startAfter(1);
    log.keep(100, 0);
    log.enter("a");
    log.enter("b");
    log.enter("c");
    Entry message = log.write("d");
    offer(message);
    backfill();

    assertThat(told).containsExactly(new Skip(2, 4), new Deliver(message));
    assertThat(cursor.merge(new Position(message.epoch(), 3)))
        .isEqualTo(new Join(List.of(new Skip(4, 4), new Deliver(message))));
  }
}
