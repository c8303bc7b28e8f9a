package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.Spec;
import io.vertx.core.Future;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a publish over HTTP asks of a store that is far away. */
class BatchTest {
  private final ManualClock clock = new ManualClock();
  private final DelayedStore store =
      new DelayedStore(new MemoryChannelStore(clock, new Random(1), 1_000));
  private final World world = new World(clock, store);
  private final Backend backend = world.backend();

  @Test
  @Spec("PUS-30")
  void aBatchIsOneAppendForEachChannelAndTheyAreAwaitedTogether() {
    Pusher ann = world.connect().subscribes("a").subscribes("b").forgets();
    holdAppends();

    Future<HttpAnswer> answer = backend.posts("batch_events", batch("a", "b", "a", "a", "b"));
    assertThat(store.waiting()).isEqualTo(2);
    assertThat(answer.isComplete()).isFalse();
    assertThat(store.answerOne()).isTrue();
    assertThat(answer.isComplete()).isFalse();
    assertThat(store.answerOne()).isTrue();
    world.settle();

    assertThat(answer.result().status()).isEqualTo(200);
    assertThat(ann.all().stream().map(BatchTest::event))
        .hasSize(5)
        .containsSubsequence("a e0", "a e2", "a e3")
        .containsSubsequence("b e1", "b e4");
  }

  @Test
  @Spec("PUS-30")
  void aHundredAppendsWaitAtMostForOneRequest() {
    holdAppends();

    Future<HttpAnswer> answer =
        backend.posts(
            "batch_events", "{\"batch\":[" + toMany("x", 100) + "," + toMany("y", 50) + "]}");
    assertThat(store.waiting()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(store.answerOne()).isTrue();
    }
    assertThat(store.waiting()).isEqualTo(50);
    assertThat(answer.isComplete()).isFalse();
    store.answerAll();

    assertThat(answer.result().status()).isEqualTo(200);
  }

  @Test
  void whatOneChannelRefusesIsToldAlthoughTheOthersTookIt() {
    Pusher ann = world.connect().subscribes("a").subscribes("b").forgets();
    holdAppends();

    Future<HttpAnswer> answer = backend.posts("batch_events", batch("a", "b"));
    store.failOne();
    store.answerAll();
    world.settle();

    assertThat(answer.result().status()).isEqualTo(504);
    assertThat(ann.all().stream().map(BatchTest::event)).containsExactly("b e1");
  }

  @Test
  @Spec("PUS-33")
  void whatIsAskedIsReadWhenAllIsPublishedAlsoAfterALargeEvent() {
    world.connect().subscribes("a");

    backend
        .post(
            "events",
            "{\"name\":\"e\",\"channel\":\"a\",\"info\":\"subscription_count\",\"data\":\""
                + "x".repeat(10_240)
                + "\"}")
        .is(200)
        .says("{\"channels\":{\"a\":{\"subscription_count\":1}}}");
  }

  private void holdAppends() {
    store.holdRequests(LogChange.Append.class::isInstance);
  }

  private static String batch(String... channels) {
    return IntStream.range(0, channels.length)
        .mapToObj(
            i -> "{\"name\":\"e" + i + "\",\"channel\":\"" + channels[i] + "\",\"data\":\"x\"}")
        .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
  }

  private static String toMany(String prefix, int channels) {
    return IntStream.range(0, channels)
        .mapToObj(i -> "\"" + prefix + i + "\"")
        .collect(Collectors.joining(",", "{\"name\":\"e\",\"data\":\"x\",\"channels\":[", "]}"));
  }

  private static String event(String frame) {
    return frame.replaceAll(".*\"event\":\"(\\w+)\",\"channel\":\"(\\w+)\".*", "$2 $1");
  }
}
