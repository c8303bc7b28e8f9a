package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.UnreliableBus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a gateway finds what a bus lost that was cut off, or is deaf. */
class HeadWatchTest {
  private static final Duration WINDOW = HeadChecks.WINDOW.plusMillis(50);

  private final UnreliableBus bus = new UnreliableBus(new MemoryBus(), 5);
  private final Studio studio = new Studio(bus);

  @AfterEach
  void noFrameIsLeft() {
    assertThat(studio.framing.alive()).isZero();
  }

  @Test
  void whatWentByDuringACutIsThereWithinTheWindowAfterIt() {
    Listener listener = studio.listener("l", studio.one).joins();
    bus.cut();
    studio.publishElsewhere(Studio.ROOM, "lost");
    studio.clock.advance(Duration.ofSeconds(10));
    assertThat(listener.messages()).isEmpty();
    bus.reconnect();
    studio.clock.advance(WINDOW);

    assertThat(listener.messages()).containsExactly("msg 1 lost");
  }

  @Test
  void manyChannelsAreCheckedInBatchesThatAreSpreadOverTheWindow() {
    List<ChannelKey> keys =
        Stream.iterate(0, i -> i + 1).limit(3 * HeadChecks.BATCH + 1).map(this::room).toList();
    List<Listener> listeners =
        keys.stream()
            .map(key -> studio.listener(key.channel().text(), studio.one).in(key).joins())
            .toList();
    keys.forEach(key -> studio.store(key, Draft.of(Payload.text("lost"))));
    studio.store.holdAnswers(asked -> asked instanceof DelayedStore.Heads);
    bus.reconnect();
    for (int batches = 1; batches <= 4; batches++) {
      assertThat(studio.store.waiting()).isLessThanOrEqualTo(1);
      studio.clock.advance(HeadChecks.WINDOW.dividedBy(4));
      studio.store.answerAll();
    }
    studio.clock.advance(WINDOW);
    studio.store.answerAll();
    studio.clock.advance(Duration.ofMillis(50));

    assertThat(listeners)
        .allSatisfy(each -> assertThat(each.messages()).containsExactly("msg 1 lost"));
  }

  @Test
  void aCheckThatTheStoreDoesNotAnswerIsMadeAgain() {
    Listener listener = studio.listener("l", studio.one).joins();
    studio.store("lost");
    studio.store.fail(asked -> asked instanceof DelayedStore.Heads);
    bus.reconnect();
    studio.clock.advance(Duration.ofSeconds(10));
    assertThat(listener.messages()).isEmpty();
    studio.store.recover();
    studio.clock.advance(HeadChecks.AGAIN.plusMillis(50));

    assertThat(listener.messages()).containsExactly("msg 1 lost");
  }

  @Test
  void aReconnectDuringACheckMakesAnotherAfterIt() {
    Listener listener = studio.listener("l", studio.one).joins();
    studio.store.holdAnswers(asked -> asked instanceof DelayedStore.Heads);
    bus.reconnect();
    studio.clock.advance(WINDOW);
    studio.store("lost since the question");
    bus.reconnect();
    studio.store.recover();
    studio.store.answerAll();
    studio.clock.advance(WINDOW);

    assertThat(listener.messages()).containsExactly("msg 1 lost since the question");
  }

  @Test
  void aDeafChannelIsListenedToAnewAfterThreeSilentDigests() {
    Listener listener = studio.listener("l", studio.one).joins();
    bus.deafen();
    for (int i = 1; i <= 3; i++) {
      studio.publishElsewhere(Studio.ROOM, "late");
      digest();
    }
    studio.publishElsewhere(Studio.ROOM, "at once");
    studio.settle();

    assertThat(listener.messages())
        .containsExactly("msg 1 late", "msg 2 late", "msg 3 late", "msg 4 at once");
    assertThat(bus.refreshes()).isZero();
  }

  @Test
  void aChannelOfWhichTheBusBringsSomethingIsNotDeaf() {
    studio.listener("l", studio.one).joins();
    for (int i = 1; i <= 20; i++) {
      studio.store("lost");
      digest();
      studio.store("lost");
      digest();
      studio.publishElsewhere(Studio.ROOM, "heard");
    }
    bus.deafen();
    studio.publishElsewhere(Studio.ROOM, "not heard");
    digest();
    studio.publishElsewhere(Studio.ROOM, "not heard");
    digest();

    assertThat(bus.refreshes()).isZero();
  }

  @Test
  void whileTheBusIsCutNobodyIsHeldForDeaf() {
    ChannelKey[] keys = {room(1), room(2), room(3)};
    for (ChannelKey key : keys) {
      studio.listener(key.channel().text(), studio.one).in(key).joins();
    }
    bus.cut();
    for (int i = 1; i <= 10; i++) {
      everywhere(keys);
    }
    assertThat(bus.refreshes()).isZero();
  }

  @Test
  void whenSeveralChannelsAreDeafTheWholeBusIsMadeAnew() {
    ChannelKey[] keys = {room(1), room(2), room(3)};
    List<Listener> listeners =
        Stream.of(keys)
            .map(key -> studio.listener(key.channel().text(), studio.one).in(key).joins())
            .toList();
    bus.deafen();
    for (int i = 1; i <= 3; i++) {
      everywhere(keys);
    }
    assertThat(bus.refreshes()).isEqualTo(1);
    for (ChannelKey key : keys) {
      studio.publishElsewhere(key, "at once");
    }
    studio.settle();

    assertThat(listeners)
        .allSatisfy(each -> assertThat(each.messages()).hasSize(4).endsWith("msg 4 at once"));
  }

  @Test
  void anEphemeralMessageThatTheBusRepeatsIsHeardOnce() {
    Listener listener = studio.listener("l", studio.one).joins();
    bus.suffer(new UnreliableBus.Faults(0, 1, 0, 3));
    for (int i = 1; i <= 10; i++) {
      studio.clock.advance(Duration.ofMillis(1));
      studio.publishEphemeral(Draft.of(Payload.text("e" + i)));
    }
    bus.release();
    studio.settle();

    assertThat(listener.messages()).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void anEphemeralMessageOfThisGatewayIsHeardHereWithoutTheBus() {
    Listener listener = studio.listener("l", studio.one).joins();
    bus.cut();
    studio.publishEphemeral(Draft.of(Payload.text("here")));
    studio.settle();

    assertThat(listener.messages()).hasSize(1);
  }

  private void everywhere(ChannelKey... keys) {
    for (ChannelKey key : keys) {
      studio.publishElsewhere(key, "late");
    }
    digest();
  }

  private void digest() {
    studio.logs.tick();
    studio.clock.advance(Duration.ofSeconds(1));
  }

  private ChannelKey room(int number) {
    return new ChannelKey(new AppId("a"), new ChannelName("room" + number));
  }
}
