package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PositionsTest {
  private static final Pattern PLACE =
      Pattern.compile("\\\\?\"epoch\\\\?\":\\\\?\"([a-z0-9]+)\\\\?\",\\\\?\"offset\\\\?\":(\\d+)");

  private final World world = new World();

  @Test
  @Spec("PUS-39")
  void whoeverAsksGetsPositions() {
    Pusher ours = world.connect("protocol=7&fanfare=1").subscribes("news");
    Pusher plain = world.connect().subscribes("news").succeeds("news");
    ours.receivesPart("subscription_succeeded", "epoch", "\\\"offset\\\":0");

    world.backend().trigger("news", "one", "x");
    world.backend().trigger("news", "two", "x");

    ours.receivesPart("fanfare:epoch", "\\\"offset\\\":0");
    ours.receivesPart("\"event\":\"one\"", "\"offset\":1}").receivesPart("\"offset\":2}");
    plain
        .receives("{\"event\":\"one\",\"channel\":\"news\",\"data\":\"x\"}")
        .receives("{\"event\":\"two\",\"channel\":\"news\",\"data\":\"x\"}");
  }

  @Test
  @Spec("PUS-40")
  void whoeverComesBackGetsWhatItMissedOnAnyGateway() {
    Pusher before = world.connect("protocol=7&fanfare=1").subscribes("news").forgets();
    world.backend().trigger("news", "one", "x");
    String position = position(before.nextEvent());
    before.client().isCutOff();
    world.backend().trigger("news", "two", "x");
    world.backend().trigger("news", "three", "x");

    Pusher after = elsewhere();
    after
        .sends(subscribe("news", position))
        .receivesPart("subscription_succeeded", "\\\"recovered\\\":true")
        .receivesPart("\"event\":\"two\"", "\"offset\":2")
        .receivesPart("\"event\":\"three\"", "\"offset\":3");
    after.forgets();
    world.backend().trigger("news", "four", "x");
    after.receivesPart("\"event\":\"four\"", "\"offset\":4").receivesNothingMore();
  }

  @Test
  @Spec("PUS-40")
  void whatIsNotKeptIsNamed() {
    Pusher before = world.connect("protocol=7&fanfare=1").subscribes("news").forgets();
    world.backend().trigger("news", "one", "x");
    String position = position(before.nextEvent());
    world.backend().trigger("news", "two", "x");
    world.advance(Duration.ofMinutes(3));
    world.backend().trigger("news", "three", "x");

    elsewhere()
        .sends(subscribe("news", position))
        .receivesPart("\\\"recovered\\\":false,\\\"gap\\\":{\\\"from\\\":2,\\\"to\\\":2}")
        .receivesPart("\"event\":\"three\"");
    elsewhere()
        .sends(subscribe("news", "{\"epoch\":\"abc\",\"offset\":1}"))
        .receivesPart("\\\"recovered\\\":false");
  }

  @Test
  @Spec("PUS-40")
  void presenceIsInTheOrderToo() {
    Pusher ann =
        world
            .connect("protocol=7&fanfare=1")
            .joinsAs("presence-room", "ann")
            .receivesPart("\\\"count\\\":1", "\\\"offset\\\":1")
            .receivesPart("fanfare:live");

    world.connect().joinsAs("presence-room", "ben");
    ann.receivesPart("member_added", "\"offset\":2");
    world.connectElsewhere().joinsAs("presence-room", "ben");
    ann.receivesPart("fanfare:skip", "\\\"offset\\\":3").receivesNothingMore();
  }

  @Test
  @Spec("PUS-40")
  void aPositionThatCannotBeReadIsRefused() {
    for (String position : List.of("{}", "[]", "{\"epoch\":\"a\"}", "{\"epoch\":1,\"offset\":1}")) {
      elsewhere().sends(subscribe("news", position)).receivesPart("error").isOpen();
    }
  }

  private Pusher elsewhere() {
    return world.connectElsewhere("protocol=7&fanfare=1");
  }

  private static String position(String frame) {
    Matcher found = PLACE.matcher(frame);
    assertThat(found.find()).as(frame).isTrue();
    return "{\"epoch\":\"" + found.group(1) + "\",\"offset\":" + found.group(2) + "}";
  }

  private static String subscribe(String channel, String position) {
    return "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
        + channel
        + "\",\"position\":"
        + position
        + "}}";
  }
}
