package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.contract.StoredChannel.DEFAULT_BOUNDS;
import static dev.fanfare.testkit.contract.StoredChannel.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a log says of its past: everything that is kept, in order, or exactly what is missing. */
interface ReadPromises extends StoreSubject {
  Continuity FULL = new Continuity.Full();
  Position OF_ANOTHER_HISTORY = new Position(4711, 3);

  @Test
  default void aChannelThatDoesNotExistAnswersAsAnEmptyOneAndIsNotMade() {
    StoredChannel nowhere = channel("nowhere");

    assertThat(nowhere.after(Position.NONE, 10))
        .isEqualTo(new Slice(FULL, List.of(), 0, false, Head.EMPTY));
    assertThat(nowhere.status()).isEqualTo(new LogQuery.State(Head.EMPTY, 0, 0, Optional.empty()));
    assertThat(nowhere.history(Optional.empty(), Direction.BACKWARDS, 10))
        .isEqualTo(new HistoryReply(List.of(), Optional.empty()));
    assertThat(nowhere.presence(10, Optional.empty()).members()).isEmpty();
    assertThat(nowhere.resolve(new Start.Now()))
        .isEqualTo(new Resolved(Position.NONE, FULL, Head.EMPTY));
    assertThat(await(store().heads(List.of(nowhere.key())))).isEmpty();
  }

  @Test
  default void slicesJoinWithoutAHoleAndSayWhetherMoreFollows() {
    channel("news").publish("1", "2", "3", "4", "5");

    Slice first = channel("news").after(Position.NONE, 2);
    Slice second = channel("news").after(first.entries().get(1).position(), 2);
    Slice third = channel("news").after(second.entries().get(1).position(), 2);

    assertThat(texts(first.entries())).containsExactly("1", "2");
    assertThat(texts(second.entries())).containsExactly("3", "4");
    assertThat(texts(third.entries())).containsExactly("5");
    assertThat(List.of(first, second, third)).extracting(Slice::continuity).containsOnly(FULL);
    assertThat(List.of(first, second, third))
        .extracting(Slice::more)
        .containsExactly(true, true, false);
    assertThat(third.endOffset()).isEqualTo(5);
    assertThat(third.head()).isEqualTo(channel("news").status().head());
  }

  @Test
  default void aSliceHoldsAtMostSoManyBytesButAtLeastOneEntry() {
    String kilobyte = "x".repeat(1_000);
    channel("news").publish(kilobyte, kilobyte, kilobyte);

    Slice narrow = channel("news").ask(new LogQuery.After(Position.NONE, 100, 10));
    Slice wider = channel("news").ask(new LogQuery.After(Position.NONE, 100, 2_500));

    assertThat(narrow.entries()).hasSize(1);
    assertThat(wider.entries()).hasSize(2);
    assertThat(wider.more()).isTrue();
  }

  @Test
  default void aKnownPositionIsJoinedInFull() {
    List<Position> positions = new ArrayList<>();
    channel("news").publish("1", "2", "3").forEach(place -> positions.add(place.position()));

    assertThat(resolve(new Start.After(positions.get(1))).continuity()).isEqualTo(FULL);
    assertThat(resolve(new Start.After(positions.get(1))).position()).isEqualTo(positions.get(1));
    assertThat(resolve(new Start.After(positions.get(2))).continuity()).isEqualTo(FULL);
    assertThat(resolve(new Start.Now()).position()).isEqualTo(positions.get(2));
    assertThat(texts(channel("news").after(positions.get(1), 10).entries())).containsExactly("3");
  }

  @Test
  default void aPositionThatTheChannelNeverHadIsAReset() {
    Position top = channel("news").publish("1", "2").get(1).position();
    Position beyondTop = new Position(top.epoch(), 99);

    for (Position unknown : List.of(OF_ANOTHER_HISTORY, beyondTop)) {
      Resolved resolved = resolve(new Start.After(unknown));
      assertThat(resolved.continuity()).isEqualTo(new Continuity.Reset(Why.UNKNOWN_POSITION));
      assertThat(resolved.position()).isEqualTo(top);
    }
    assertThat(channel("nowhere").resolve(new Start.After(OF_ANOTHER_HISTORY)).continuity())
        .isEqualTo(new Continuity.Reset(Why.UNKNOWN_POSITION));
  }

  @Test
  default void whatWasTrimmedIsSaidAsAGapAndNeverPassedOver() {
    StoredChannel shortOne = channel("short", boundedTo(10));
    List<Position> positions = new ArrayList<>();
    for (int i = 1; i <= 25; i++) {
      positions.add(shortOne.publish("message " + i).get(0).position());
    }
    Position fifth = positions.get(4);

    Slice slice = shortOne.after(fifth, 100);

    assertThat(slice.continuity()).isEqualTo(new Continuity.Gap(6, 15));
    assertThat(slice.entries()).extracting(Entry::offset).startsWith(16L).endsWith(25L).hasSize(10);
    assertThat(shortOne.resolve(new Start.After(fifth)).continuity())
        .isEqualTo(new Continuity.Gap(6, 15));
    assertThat(shortOne.resolve(new Start.After(positions.get(14))).continuity()).isEqualTo(FULL);
  }

  @Test
  default void aSubscriptionMayBeginWithTheLastFew() {
    channel("news").publish("1", "2", "3", "4", "5");

    Resolved two = resolve(new Start.Last(2));
    Resolved many = resolve(new Start.Last(100));

    assertThat(texts(channel("news").after(two.position(), 10).entries()))
        .containsExactly("4", "5");
    assertThat(channel("news").after(many.position(), 10).entries()).hasSize(5);
  }

  @Test
  default void aSubscriptionMayBeginWithWhatIsYoungEnough() {
    channel("news").publish("old");
    pass(Duration.ofSeconds(60));
    channel("news").publish("young");
    pass(Duration.ofSeconds(10));

    Resolved resolved = resolve(new Start.Within(Duration.ofSeconds(30)));

    assertThat(texts(channel("news").after(resolved.position(), 10).entries()))
        .containsExactly("young");
  }

  @Test
  default void whatIsTooOldIsGoneAndSaidToBe() {
    Position first = channel("news").publish("1", "2").get(0).position();
    pass(DEFAULT_BOUNDS.age().plusSeconds(1));
    channel("news").publish("3");

    assertThat(channel("news").after(first, 10).continuity()).isEqualTo(new Continuity.Gap(2, 2));
    assertThat(texts(channel("news").after(first, 10).entries())).containsExactly("3");
  }

  @Test
  default void historyIsReadInPagesInBothDirections() {
    channel("news").publish("1", "2", "3", "4", "5");

    assertThat(pages(Direction.BACKWARDS)).containsExactly("5,4", "3,2", "1");
    assertThat(pages(Direction.FORWARDS)).containsExactly("1,2", "3,4", "5");
  }

  @Test
  default void aMessageThatIsNotToBeStoredIsReplayedButIsNoHistory() {
    StoredChannel news = channel("news");
    news.publish("1");
    news.append(new Submission(Drafts.noStore("2, passing"), Optional.empty()));
    news.publish("3");

    assertThat(news.texts()).containsExactly("1", "2, passing", "3");
    assertThat(texts(news.history(Optional.empty(), Direction.FORWARDS, 10).entries()))
        .containsExactly("1", "3");
    assertThat(pages(Direction.BACKWARDS)).containsExactly("3,1");
  }

  @Test
  default void aMessageWhoseTimeToLiveHasPassedIsNoLossAndIsNotReplayed() {
    StoredChannel news = channel("news");
    news.publish("1");
    Draft shortLived = Drafts.shortLived("2, short-lived", Duration.ofSeconds(10));
    news.append(new Submission(shortLived, Optional.empty()));
    news.publish("3");
    assertThat(news.texts()).containsExactly("1", "2, short-lived", "3");

    pass(Duration.ofSeconds(11));
    Slice slice = news.after(Position.NONE, 10);

    assertThat(texts(slice.entries())).containsExactly("1", "3");
    assertThat(slice.continuity()).isEqualTo(FULL);
    assertThat(slice.endOffset()).isEqualTo(3);
    assertThat(pages(Direction.FORWARDS)).containsExactly("1,3");
  }

  @Test
  default void theLastMessageOutlivesTheHistoryWhereTheRuleSaysSo() {
    Bounds kept = new Bounds(10, 100_000, Duration.ofMinutes(2), 10, 100, true, 10);
    channel("kept", kept).publish("first", "last");
    channel("not kept").publish("first", "last");
    pass(Duration.ofMinutes(30));

    assertThat(channel("kept").status().last().map(Entry::message))
        .hasValueSatisfying(last -> assertThat(last.draft().payload().text()).isEqualTo("last"));
    assertThat(channel("not kept").status().last()).isEmpty();
  }

  private List<String> pages(Direction direction) {
    List<String> pages = new ArrayList<>();
    Optional<Position> from = Optional.empty();
    do {
      HistoryReply page = channel("news").history(from, direction, 2);
      pages.add(String.join(",", texts(page.entries())));
      from = page.next();
    } while (from.isPresent());
    return pages;
  }

  private Resolved resolve(Start start) {
    return channel("news").resolve(start);
  }

  private static Bounds boundedTo(int messages) {
    return new Bounds(messages, 1_000_000, Duration.ofMinutes(2), 100, 1_000, false, 100);
  }
}
