package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.channel.Step.Deliver;
import dev.fanfare.gateway.channel.Step.EpochBegan;
import dev.fanfare.gateway.channel.Step.Gap;
import dev.fanfare.gateway.channel.Step.Reset;
import dev.fanfare.gateway.channel.Step.Skip;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest extends OneCursor {
  @Test
  void theNextEntryIsToldAtOnce() {
    startAfter(2);
    Entry third = log.write("c");
    offer(third);

    assertThat(told).containsExactly(new Deliver(third));
    assertThat(cursor.position()).isEqualTo(third.position());
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void anEntryIsToldOnceHoweverOftenItComes() {
    startAfter(1);
    Entry entry = log.write("b");
    offer(entry, entry, entry);

    assertThat(told).containsExactly(new Deliver(entry));
  }

  @Test
  void anEntryAheadWaitsForTheOneBeforeIt() {
    startAfter(1);
    Position before = cursor.position();
    List<Entry> entries = log.write(3);
    offer(entries.get(2), entries.get(1));

    assertThat(told).isEmpty();
    assertThat(cursor.missing()).contains(before);
    assertThat(cursor.isUrgent()).isFalse();

    offer(entries.get(0));
    assertThat(told).isEqualTo(delivered(entries));
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void whatTheBusLostComesFromTheStore() {
    startAfter(1);
    List<Entry> entries = log.write(4);
    offer(entries.get(1), entries.get(3));
    backfill();

    assertThat(told).isEqualTo(delivered(entries));
    assertThat(cursor.missing()).isEmpty();
    assertThat(cursor.held()).isZero();
  }

  @Test
  void aStoreThatAnswersInSlicesIsAskedUntilNothingIsMissing() {
    startAfter(1);
    List<Entry> entries = log.write(25);
    cursor.offer(log.head());
    int questions = 0;
    while (cursor.missing().isPresent()) {
      cursor.backfill(log.after(cursor.missing().get(), 10), told::add);
      questions++;
    }

    assertThat(told).isEqualTo(delivered(entries));
    assertThat(questions).isEqualTo(3);
  }

  @Test
  void theLastEntryLostByTheBusIsFoundByTheDigest() {
    startAfter(1);
    Position before = cursor.position();
    Entry lost = log.write("b");
    cursor.offer(log.head());

    assertThat(cursor.missing()).contains(before);
    backfill();
    assertThat(told).containsExactly(new Deliver(lost));
  }

  @Test
  void anOldDigestIsNoNews() {
    startAfter(1);
    Head old = log.head();
    log.changeOwner();
    Head older = Head.EMPTY;
    cursor.offer(old);
    assertThat(cursor.missing()).isEmpty();

    log.write("b");
    cursor.offer(log.head());
    backfill();
    cursor.offer(old);
    assertThat(cursor.missing()).isEmpty();

    cursor.offer(older);
    backfill();
    backfill();
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void anEntryOfAnotherEpochIsNotToldBeforeTheStoreWasAsked() {
    startAfter(2);
    log.changeOwner();
    Entry third = log.write("c");
    offer(third);

    assertThat(told).isEmpty();
    assertThat(cursor.isUrgent()).isTrue();

    backfill();
    assertThat(told)
        .containsExactly(new EpochBegan(new Position(third.epoch(), 2)), new Deliver(third));
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void theFirstEntryOfAnEmptyChannelBeginsItsEpoch() {
    cursor.start(log.head(), told::add);
    Entry first = log.write("a");
    offer(first);
    backfill();

    assertThat(told)
        .containsExactly(new EpochBegan(new Position(first.epoch(), 0)), new Deliver(first));
  }

  @Test
  void entriesThatCameBeforeTheStartAreToldWhenTheyFollowIt() {
    log.write(2);
    Head head = log.head();
    List<Entry> later = log.write(2);
    offer(later.get(1), later.get(0));
    assertThat(cursor.missing()).isEmpty();

    cursor.start(head, told::add);
    assertThat(told).isEqualTo(delivered(later));
  }

  @Test
  void aLostLogIsAReset() {
    startAfter(3);
    log.burn();
    Entry entry = log.write("new");
    offer(entry);
    backfill();

    assertThat(told).containsExactly(new Reset(entry.position(), Why.UNKNOWN_POSITION));
    assertThat(cursor.position()).isEqualTo(entry.position());
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void aHistoryThatWentOnWithoutTheLastEntriesIsAReset() {
    startAfter(3);
    byte[] earlier = log.snapshot();
    offer(log.write("lost"), log.write("lost too"));
    told.clear();
    log.goBackTo(earlier);
    List<Entry> other = log.write(3);
    offer(other.get(0), other.get(1), other.get(2));
    backfill();

    assertThat(told).containsExactly(new Reset(other.get(2).position(), Why.UNKNOWN_POSITION));
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void aSliceReadBeforeTheCursorLeftTheLineIsNotTaken() {
    startAfter(3);
    byte[] earlier = log.snapshot();
    Position asked = cursor.position();
    List<Entry> lost = log.write(2);
    log.goBackTo(earlier);
    log.write(3);
    var slice = log.after(asked);
    offer(lost.get(0), lost.get(1));
    told.clear();
    cursor.backfill(slice, told::add);

    assertThat(told).isEmpty();
    assertThat(cursor.missing()).contains(lost.get(1).position());
    backfill();
    assertThat(told).containsExactly(new Reset(log.head().top(), Why.UNKNOWN_POSITION));
  }

  @Test
  void trimmedMessagesAreAGapAndTheRestIsTold() {
    startAfter(1);
    log.keep(2, 100);
    List<Entry> entries = log.write(5);
    cursor.offer(log.head());
    backfill();

    assertThat(told)
        .containsExactly(new Gap(2, 4), new Deliver(entries.get(3)), new Deliver(entries.get(4)));
  }

  @Test
  void trimmedPresenceIsSkipped() {
    startAfter(1);
    log.keep(100, 1);
    log.enter("a");
    Entry message = log.write("b");
    log.enter("c");
    Entry last = log.enter("d");
    cursor.offer(log.head());
    backfill();

    assertThat(told)
        .containsExactly(new Skip(2, 2), new Deliver(message), new Skip(4, 4), new Deliver(last));
  }

  @Test
  void aGapOverTheBorderOfAnEpochIsToldInTwoPieces() {
    startAfter(1);
    log.keep(1, 100);
    log.write(2);
    log.changeOwner();
    List<Entry> entries = log.write(3);
    cursor.offer(log.head());
    backfill();

    assertThat(told)
        .containsExactly(
            new Gap(2, 3),
            new EpochBegan(new Position(entries.get(0).epoch(), 3)),
            new Gap(4, 5),
            new Deliver(entries.get(2)));
  }

  @Test
  void heldEntriesAreBoundedAndTheFurthestGoFirst() {
    startAfter(1);
    List<Entry> entries = log.write(10);
    for (Entry entry : entries.subList(1, 10)) {
      offer(entry);
    }
    assertThat(cursor.held()).isEqualTo(5);

    offer(entries.get(0));
    assertThat(told).isEqualTo(delivered(entries.subList(0, 6)));
    assertThat(cursor.missing()).contains(entries.get(5).position());

    backfill();
    assertThat(told).isEqualTo(delivered(entries));
  }

  @Test
  void anEntryThatTheStoreNeverHadIsForgottenAfterTwoQuestions() {
    startAfter(3);
    Logbook other = new Logbook();
    other.changeOwner();
    List<Entry> foreign = other.write(9);
    offer(foreign.get(8), foreign.get(0));

    backfill();
    assertThat(cursor.missing()).isPresent();
    backfill();
    assertThat(cursor.missing()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void anEphemeralEntryIsNotForTheCursor() {
    startAfter(1);
    offer(
        Entry.of(
            new dev.fanfare.protocol.Message(
                Position.NONE,
                0,
                dev.fanfare.protocol.Draft.of(dev.fanfare.protocol.Payload.text("now")))));

    assertThat(told).isEmpty();
    assertThat(cursor.missing()).isEmpty();
  }

  @Test
  void aCursorStartsOnce() {
    startAfter(1);
    assertThatThrownBy(() -> startAfter(1)).isInstanceOf(IllegalStateException.class);
  }
}
