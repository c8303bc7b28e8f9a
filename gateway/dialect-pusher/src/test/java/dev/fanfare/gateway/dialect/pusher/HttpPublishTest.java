package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPublishTest {
  private final World world = new World();
  private final Backend backend = world.backend();

  @Test
  @Spec("PUS-30")
  void oneEventGoesToManyChannels() {
    Pusher ann = world.connect().subscribes("a").subscribes("b").forgets();

    backend
        .post("events", "{\"name\":\"e\",\"channels\":[\"a\",\"b\",\"a\",\"c\"],\"data\":\"x\"}")
        .is(200)
        .says("{}");

    assertThat(ann.all())
        .containsExactlyInAnyOrder(
            "{\"event\":\"e\",\"channel\":\"a\",\"data\":\"x\"}",
            "{\"event\":\"e\",\"channel\":\"b\",\"data\":\"x\"}");
  }

  @Test
  @Spec("PUS-30")
  void aBatchKeepsItsOrder() {
    Pusher ann = world.connectElsewhere().subscribes("a").forgets();

    backend.post("batch_events", "{\"batch\":[" + events(10) + "]}").is(200).says("{}");

    for (int i = 0; i < 10; i++) {
      ann.receivesPart("\"event\":\"e" + i + "\"");
    }
    ann.receivesNothingMore();
  }

  @ParameterizedTest
  @Spec("PUS-31")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"channel\":\"a\",\"data\":\"x\"} | name",
        "{\"name\":\"\",\"channel\":\"a\",\"data\":\"x\"} | name",
        "{\"name\":\"e\",\"channel\":\"a\"} | data",
        "{\"name\":\"e\",\"channel\":\"a\",\"data\":{}} | data",
        "{\"name\":\"e\",\"data\":\"x\"} | channels",
        "{\"name\":\"e\",\"channels\":[],\"data\":\"x\"} | channels",
        "{\"name\":\"e\",\"channels\":\"a\",\"data\":\"x\"} | channels",
        "{\"name\":\"e\",\"channels\":[1],\"data\":\"x\"} | channels",
        "{\"name\":\"e\",\"channel\":\"a b\",\"data\":\"x\"} | channel name",
        "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"socket_id\":\"abc\"} | socket_id",
        "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"info\":\"weather\"} | info",
        "{\"name\":\"pusher:e\",\"channel\":\"a\",\"data\":\"x\"} | pusher:",
        "{\"name\":\"e\",\"channels\":[\"private-encrypted-a\",\"b\"],\"data\":\"x\"} | encrypted",
        "not json | JSON",
        "[] | JSON",
        "{\"name\":\"e\",\"name\":\"f\",\"channel\":\"a\",\"data\":\"x\"} | JSON"
      })
  void whatIsWrongIsRefusedAndExplained(String body, String told) {
    backend.post("events", body).is(400).tells(told);
  }

  @Test
  @Spec("PUS-31")
  void limitsAreKept() {
    String channels =
        IntStream.range(0, 101).mapToObj(i -> "\"c" + i + "\"").collect(Collectors.joining(","));
    Pusher ann = world.connect().subscribes("c1").subscribes("a").forgets();

    backend
        .post("events", "{\"name\":\"e\",\"channels\":[" + channels + "],\"data\":\"x\"}")
        .is(400)
        .tells("101");
    backend.post("batch_events", "{\"batch\":[" + events(11) + "]}").is(400).tells("11");
    backend.post("batch_events", "{\"batch\":[]}").is(400);
    backend.post("batch_events", "{}").is(400).tells("batch");
    backend.trigger("a", "x".repeat(201), "x").is(400).tells("201");
    backend.trigger("a".repeat(165), "e", "x").is(400).tells("165");
    backend.trigger("a", "e", "x".repeat(10_241)).is(413).tells("10240");
    ann.receivesNothingMore();

    backend.trigger("a", "x".repeat(200), "x".repeat(10_240)).is(200);
    ann.receivesPart("xxx");
  }

  @Test
  @Spec("PUS-31")
  void anAppMayHaveALargerLimit() {
    Limits larger = usual().messageBytes(100_000).limits();
    world.change(true, larger, World.EVERYTHING);

    backend.trigger("a", "e", "x".repeat(90_000)).is(200).says("{}");
    backend.trigger("a", "e", "x".repeat(100_001)).is(413).tells("100000");
  }

  @Test
  @Spec("PUS-32")
  void oneConnectionIsLeftOutOnWhateverGateway() {
    Pusher ann = world.connect().subscribes("a").forgets();
    Pusher ben = world.connect().subscribes("a").forgets();

    world
        .backendElsewhere()
        .post(
            "events",
            "{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\",\"socket_id\":\""
                + ann.socketId()
                + "\"}")
        .is(200);

    ben.receivesPart("\"event\":\"e\"");
    ann.receivesNothingMore();
  }

  @Test
  @Spec("PUS-33")
  void aPublishTellsWhatItIsAsked() {
    world.connect().joinsAs("presence-p", "ann");
    world.connect().joinsAs("presence-p", "ann");
    world.connect().subscribes("a");

    backend
        .post(
            "events",
            "{\"name\":\"e\",\"channels\":[\"presence-p\",\"a\",\"b\"],\"data\":\"x\","
                + "\"info\":\"user_count,subscription_count\"}")
        .says(
            "{\"channels\":{\"presence-p\":{\"user_count\":1},\"a\":{\"subscription_count\":1},"
                + "\"b\":{\"subscription_count\":0}}}");
    backend
        .post(
            "batch_events",
            "{\"batch\":[{\"name\":\"e\",\"channel\":\"a\",\"data\":\"x\"},"
                + "{\"name\":\"e\",\"channel\":\"presence-p\",\"data\":\"x\",\"info\":\"user_count\"}]}")
        .says("{\"batch\":[{},{\"user_count\":1}]}");
  }

  @Test
  @Spec("PUS-31")
  void anAppThatPublishesTooFastIsTold() {
    Limits slow = usual().appPublishesPerSecond(1).limits();
    world.change(true, slow, World.EVERYTHING);
    backend.trigger("a", "e", "x").is(200);
    backend.trigger("a", "e", "x").is(200);

    backend.trigger("a", "e", "x").is(429).tells("Wait");
  }

  @Test
  @Spec("PUS-50")
  void anAppWithAsManyChannelsAsItMayPublishesToThoseOnly() {
    world.change(true, usual().channels(2).limits(), World.EVERYTHING);
    backend.trigger("a", "e", "x").is(200);
    backend.trigger("b", "e", "x").is(200);

    backend.trigger("c", "e", "x").is(403).tells("2 channels");
    backend
        .post("events", "{\"name\":\"e\",\"channels\":[\"c\",\"a\"],\"data\":\"x\"}")
        .is(403)
        .tells("limit 'channels'");
    backend.trigger("a", "e", "x").is(200);
  }

  private static String events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\":\"e" + i + "\",\"channel\":\"a\",\"data\":\"x\"}")
        .collect(Collectors.joining(","));
  }
}
