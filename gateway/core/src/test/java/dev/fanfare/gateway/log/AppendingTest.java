package dev.fanfare.gateway.log;

import static dev.fanfare.gateway.log.LogOnTheBench.change;
import static dev.fanfare.gateway.log.LogOnTheBench.known;
import static dev.fanfare.gateway.log.LogOnTheBench.places;
import static dev.fanfare.gateway.log.LogOnTheBench.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.log.LogChange.AppendReply.UnknownTarget;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Action;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppendingTest {
  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void offsetsRiseByOneFromOneInAnEpochThatIsNotZero() {
    bench.publish("a", "b");
    List<Place> batch = places(bench.append(plain("c"), plain("d")));

    assertThat(batch).extracting(place -> place.position().offset()).containsExactly(3L, 4L);
    assertThat(bench.top().epoch()).isNotZero();
    assertThat(bench.log.head().chain()).containsExactly(new ChainLink(bench.top().epoch(), 1));
    assertThat(bench.history()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void timesRiseEvenWhenTheWallClockStandsStillOrFallsBack() {
    long first = bench.publish("a").timeMicros();
    long second = bench.publish("b").timeMicros();
    bench.wallMicros -= 1_000_000;
    long third = bench.publish("c").timeMicros();
    bench.wallMicros += 2_000_000;
    long fourth = bench.publish("d").timeMicros();

    assertThat(first).isEqualTo(LogOnTheBench.START_MICROS);
    assertThat(List.of(second, third)).containsExactly(first + 1, first + 2);
    assertThat(fourth).isEqualTo(bench.wallMicros);
  }

  @Test
  void anotherWriterBeginsAnotherEpochAndOffsetsGoOn() {
    Position first = bench.publish("a").position();
    bench.writer = 2;
    Position second = bench.publish("b").position();
    bench.writer = 1;
    Position third = bench.publish("c").position();

    assertThat(List.of(first.offset(), second.offset(), third.offset()))
        .containsExactly(1L, 2L, 3L);
    assertThat(bench.log.head().chain())
        .containsExactly(
            new ChainLink(first.epoch(), 1),
            new ChainLink(second.epoch(), 2),
            new ChainLink(third.epoch(), 3));
    assertThat(List.of(first.epoch(), second.epoch(), third.epoch())).doesNotHaveDuplicates();
  }

  @Test
  void theLastSixteenEpochsAreRememberedAndOlderEntriesAreLostWithTheirs() {
    for (int writer = 1; writer <= 20; writer++) {
      bench.writer = writer;
      bench.publish("m" + writer);
    }

    assertThat(bench.log.head().chain()).hasSize(16);
    assertThat(bench.history()).hasSize(16).startsWith("m5");
    assertThat(bench.resume(Position.NONE).continuity())
        .isEqualTo(new dev.fanfare.protocol.Result.Continuity.Gap(1, 4));
  }

  @Test
  void aRepeatedIdIsAnsweredWithTheFirstPlaceAndTimeAndNotStored() {
    Place first = bench.publishOnce("order-1", "a");
    bench.publish("b");
    bench.advance(Duration.ofMinutes(4));
    Place again = bench.publishOnce("order-1", "other text");

    assertThat(again).isEqualTo(new Place(first.position(), first.timeMicros(), Optional.empty()));
    assertThat(bench.top().offset()).isEqualTo(2);
  }

  @Test
  void anIdIsRecognisedForFiveMinutesEvenWhenItsMessageIsGone() {
    Place first = bench.publishOnce("order-1", "a");
    bench.advance(Bounds.ID_AGE);
    assertThat(bench.publishOnce("order-1", "a").position()).isEqualTo(first.position());
    assertThat(bench.history()).isEmpty();

    bench.advance(Duration.ofMillis(1));
    assertThat(bench.publishOnce("order-1", "a").position().offset()).isEqualTo(2);
    assertThat(bench.publishOnce("order-1", "a").position().offset()).isEqualTo(2);
  }

  @Test
  void aJumpOfTheWallClockMakesNoIdForgottenAndNoMessageTrimmed() {
    bench.publishOnce("order-1", "a");
    bench.wallMicros += Duration.ofDays(400).toNanos() / 1_000;

    assertThat(bench.publishOnce("order-1", "a").entry()).isEmpty();
    assertThat(bench.history()).containsExactly("a");
  }

  @Test
  void onlySoManyIdsAreRememberedAsTheBoundsAllow() {
    bench.bounds = new Bounds(100, 100_000, Duration.ofMinutes(2), 0, 3, false, 0);
    for (String id : List.of("1", "2", "3", "4")) {
      bench.publishOnce(id, id);
    }

    assertThat(bench.publishOnce("2", "2").entry()).isEmpty();
    assertThat(bench.publishOnce("1", "1").entry()).isPresent();
  }

  @Test
  void theSameIdTwiceInOneAppendIsOneMessage() {
    List<Place> places = places(bench.append(known("x", "a"), plain("b"), known("x", "a")));

    assertThat(places).extracting(place -> place.position().offset()).containsExactly(1L, 2L, 1L);
    assertThat(places.get(2).entry()).isEmpty();
    assertThat(places.get(2).timeMicros()).isEqualTo(places.get(0).timeMicros());
    assertThat(bench.history()).containsExactly("a", "b");
  }

  @Test
  void aRepeatedAppendStoresOnlyWhatIsNew() {
    bench.append(known("x", "a"), known("y", "b"));
    List<Place> places = places(bench.append(known("y", "b"), known("z", "c"), known("x", "a")));

    assertThat(places).extracting(place -> place.position().offset()).containsExactly(2L, 3L, 1L);
    assertThat(bench.history()).containsExactly("a", "b", "c");
  }

  @Test
  void aChangeNeedsAMessageThatIsThere() {
    String serial = Message.serialOf(bench.publish("a").position());

    assertThat(places(bench.append(change(Action.UPDATE, serial)))).hasSize(1);
    for (String unknown :
        List.of(
            "",
            "-",
            serial + "0",
            "0-1",
            serial.toUpperCase(java.util.Locale.ROOT) + " ",
            "abc-2",
            "é-1",
            Message.serialOf(new Position(bench.top().epoch(), 2)),
            Message.serialOf(new Position(bench.top().epoch(), 4)),
            "1y2p0ij32e8e7-9223372036854775808")) {
      assertThat(bench.append(plain("b"), change(Action.DELETE, unknown)))
          .isEqualTo(new UnknownTarget(unknown));
    }
    assertThat(bench.top().offset()).isEqualTo(2);
    assertThat(bench.delta.isNone()).isTrue();
  }

  @Test
  void aChangeMayNameAMessageOfItsOwnAppend() {
    bench.publish("a");
    String next = Message.serialOf(new Position(bench.top().epoch(), 2));

    assertThat(places(bench.append(plain("b"), change(Action.APPEND, next)))).hasSize(2);
  }

  @Test
  void aTrimmedOrExpiredMessageCannotBeChanged() {
    bench.bounds(2, 100_000, Duration.ofMinutes(2));
    String trimmed = Message.serialOf(bench.publish("a").position());
    bench.publish("b", "c");
    String expired =
        Message.serialOf(
            bench.publish(LogOnTheBench.expiring("d", Duration.ofSeconds(1))).position());
    bench.advance(Duration.ofSeconds(1));

    assertThat(bench.append(change(Action.DELETE, trimmed))).isInstanceOf(UnknownTarget.class);
    assertThat(bench.append(change(Action.DELETE, expired))).isInstanceOf(UnknownTarget.class);
  }

  @Test
  void anEphemeralMessageIsRefused() {
    Draft ephemeral =
        new Draft(
            Optional.empty(),
            Payload.text("a"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            true,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Draft.Sender.NOBODY);

    assertThatThrownBy(() -> bench.append(new Submission(ephemeral, Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingAppendedChangesNothing() {
    assertThat(places(bench.append())).isEmpty();
    assertThat(bench.top()).isEqualTo(Position.NONE);
  }
}
