package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.contract.StoredChannel.places;
import static dev.fanfare.testkit.contract.StoredChannel.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.Racing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** One gapless order for each channel, and appends that are made whole or not at all. */
interface AppendPromises extends StoreSubject {

  @Test
  default void theFirstMessageHasOffsetOneInAnEpochOfItsOwn() {
    Place first = channel("news").publish("hello").get(0);

    assertThat(first.position().offset()).isEqualTo(1);
    assertThat(first.position().epoch()).isNotZero();
    assertThat(channel("other").publish("hello").get(0).position().epoch())
        .isNotEqualTo(first.position().epoch());
  }

  @Test
  default void eachMessageStandsNextToTheOneBeforeAndLater() {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      places.addAll(channel("news").publish("message " + i));
    }

    assertThat(places).extracting(place -> place.position().offset()).isEqualTo(oneTo(20));
    assertThat(places).extracting(place -> place.position().epoch()).containsOnly(epochOf(places));
    assertThat(places).extracting(Place::timeMicros).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void whatIsReadIsByteForByteWhatWasAcknowledged() {
    List<Place> places = channel("news").publish("one", "two", "three");

    List<Entry> acknowledged = places.stream().map(place -> place.entry().orElseThrow()).toList();
    assertThat(channel("news").entries()).isEqualTo(acknowledged);
    assertThat(acknowledged)
        .extracting(Entry::position)
        .isEqualTo(places.stream().map(Place::position).toList());
    assertThat(channel("news").texts()).containsExactly("one", "two", "three");
  }

  @Test
  default void whatOneThreadHandsInWithoutWaitingIsAppendedInItsOrder() {
    StoredChannel news = channel("news");
    List<Future<AppendReply>> underWay = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      LogChange.Append append = new LogChange.Append(List.of(plain("message " + i)), news.bounds());
      underWay.add(news.store().apply(news.key(), append));
    }

    List<Long> offsets = new ArrayList<>();
    underWay.forEach(
        reply -> places(await(reply)).forEach(p -> offsets.add(p.position().offset())));
    assertThat(offsets).isEqualTo(oneTo(200));
  }

  @Test
  default void racingBatchesShareOneGaplessOrderAndNeverMix() {
    List<List<Place>> batches = new ArrayList<>();
    Racing.race(
            8,
            thread -> {
              List<List<Place>> mine = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                String batch = thread + "/" + i + "/";
                mine.add(channel("news").publish(batch + "a", batch + "b", batch + "c"));
              }
              return mine;
            })
        .forEach(batches::addAll);

    for (List<Place> batch : batches) {
      long first = batch.get(0).position().offset();
      assertThat(batch)
          .extracting(place -> place.position().offset())
          .containsExactly(first, first + 1, first + 2);
    }
    List<Entry> entries = channel("news").entries();
    assertThat(entries).extracting(Entry::offset).isEqualTo(oneTo(480));
    assertThat(entries).extracting(Entry::timeMicros).isSorted().doesNotHaveDuplicates();
    List<Entry> acknowledged =
        batches.stream().flatMap(List::stream).map(place -> place.entry().orElseThrow()).toList();
    assertThat(entries).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  @Test
  default void racingChannelsDoNotDisturbEachOther() {
    Racing.race(
        8,
        thread -> {
          for (int i = 0; i < 50; i++) {
            channel("news:" + (thread + i) % 5).publish(thread + "/" + i);
          }
          return thread;
        });

    for (int i = 0; i < 5; i++) {
      assertThat(channel("news:" + i).entries()).extracting(Entry::offset).isEqualTo(oneTo(80));
    }
  }

  @Test
  default void nothingIsAppendedWhenOneOfTheMessagesToChangeIsUnknown() {
    Place known = channel("news").publish("one").get(0);
    String unknown = Message.serialOf(new Position(known.position().epoch(), 77));

    AppendReply reply =
        channel("news")
            .append(
                plain("two"),
                update(Message.serialOf(known.position()), "one, again"),
                update(unknown, "nothing"));

    assertThat(reply).isEqualTo(new AppendReply.UnknownTarget(unknown));
    assertThat(channel("news").texts()).containsExactly("one");
    assertThat(channel("news").publish("next").get(0).position().offset()).isEqualTo(2);
  }

  @Test
  default void aMessageIsChangedInItsOwnChannelOnly() {
    String serial = Message.serialOf(channel("news").publish("one").get(0).position());

    assertThat(channel("other").append(update(serial, "mine now")))
        .isEqualTo(new AppendReply.UnknownTarget(serial));
    assertThat(places(channel("news").append(update(serial, "one, corrected")))).hasSize(1);
    assertThat(channel("news").texts()).containsExactly("one", "one, corrected");
  }

  @Test
  default void largeMessagesAndAwkwardTextsSurvive() {
    String large = "x".repeat(65_000);
    String awkward = "\u0000 \n \"quoted\" \u00e4\u20ac \ud83c\udfba {}";

    channel("news").publish(large, awkward, "");

    assertThat(channel("news").texts()).containsExactly(large, awkward, "");
  }

  private static Submission update(String serial, String text) {
    return new Submission(Drafts.update(serial, text), Optional.empty());
  }

  private static Long epochOf(List<Place> places) {
    return places.get(0).position().epoch();
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
