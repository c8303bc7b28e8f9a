package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.contract.StoredChannel.places;
import static dev.fanfare.testkit.contract.StoredChannel.plain;
import static dev.fanfare.testkit.contract.StoredChannel.withId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Id128;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.Racing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The same id within five minutes is one message, however often and from wherever it is handed in.
 */
interface RepetitionPromises extends StoreSubject {

  @Test
  default void aRepeatedIdIsAnsweredWithTheFirstOnesPlace() {
    Place first = channel("news").publishWithId("order-1", "paid");
    channel("news").publish("something else");
    Place again = channel("news").publishWithId("order-1", "paid");

    assertThat(again).isEqualTo(new Place(first.position(), first.timeMicros(), Optional.empty()));
    assertThat(channel("news").texts()).containsExactly("paid", "something else");
  }

  @Test
  default void fiftyRacingPublishesOfOneIdAreOneMessage() {
    List<Place> places =
        Racing.race(50, thread -> channel("news").publishWithId("order-1", "by " + thread));

    assertThat(places).extracting(Place::position).containsOnly(places.get(0).position());
    assertThat(places).extracting(Place::timeMicros).containsOnly(places.get(0).timeMicros());
    assertThat(places).filteredOn(place -> place.entry().isPresent()).hasSize(1);
    assertThat(channel("news").texts()).hasSize(1);
  }

  @Test
  default void racingBatchesWithACommonIdStoreItOnceAndTheirOtherMessagesEach() {
    Racing.race(
        10,
        thread ->
            places(channel("news").append(plain("by " + thread), withId("common", "common"))));

    assertThat(channel("news").texts()).hasSize(11).containsOnlyOnce("common");
  }

  @Test
  default void theSameIdTwiceInOneBatchIsOneMessage() {
    List<Place> places =
        places(channel("news").append(withId("a", "one"), plain("two"), withId("a", "one")));

    assertThat(places).extracting(place -> place.position().offset()).containsExactly(1L, 2L, 1L);
    assertThat(places.get(2).entry()).isEmpty();
    assertThat(channel("news").texts()).containsExactly("one", "two");
  }

  @Test
  default void anIdMeansNothingInAnotherChannelOrApp() {
    AppId otherApp = new AppId(app().text() + "2");
    Place here = channel("news").publishWithId("order-1", "here");
    Place there = channel("other").publishWithId("order-1", "there");
    Place elsewhere =
        channel(otherApp, "news", StoredChannel.DEFAULT_BOUNDS).publishWithId("order-1", "else");

    assertThat(List.of(here, there, elsewhere)).allMatch(place -> place.entry().isPresent());
  }

  @Test
  default void aConnectionsSerialIsRecognisedAndIsNoMessageId() {
    Id128 serial = Id128.ofConnectionSerial("c1", "7");
    Submission counted = new Submission(Draft.of(Payload.text("counted")), Optional.of(serial));

    Place first = places(channel("news").append(counted)).get(0);
    Place again = places(channel("news").append(counted)).get(0);

    assertThat(again.position()).isEqualTo(first.position());
    assertThat(channel("news").publishWithId("7", "named").entry()).isPresent();
  }

  @Test
  default void anIdIsRecognisedForFiveMinutes() {
    Position first = channel("news").publishWithId("order-1", "paid").position();

    pass(Duration.ofSeconds(299));
    assertThat(channel("news").publishWithId("order-1", "paid").position()).isEqualTo(first);

    pass(Duration.ofSeconds(302));
    assertThat(channel("news").publishWithId("order-1", "paid").entry()).isPresent();
  }
}
