package dev.fanfare.gateway.backend.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.backend.memory.MemoryChannelStore;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two gateways with the production core over one store in memory and a real Redis, in real time:
 * the test's thread runs their loops while it waits. One publishes, a client of the other listens.
 */
final class TwoGateways {
  private static final Pattern NUMBER = Pattern.compile("\"d\":(\\d+)");
  private static final String CREDENTIAL = "key:a-secret-of-at-least-32-characters";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final MemoryChannelStore store = new MemoryChannelStore(clock, new Random(1), 1_000);
  private final TestGateway publisher;
  private final TestClient listener;
  private final List<Integer> heard = new ArrayList<>();
  private long realNanos = System.nanoTime();
  private long sinceTickNanos;

  TwoGateways(Bus one, Bus other) {
    publisher = gateway(one);
    TestGateway hearing = gateway(other);
    listener = hearing.connect(head("GET", "/v1/connect", Map.of(), true));
    listener.sends(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"%s\",\"subs\":{\"news\":{}}}"
            .formatted(CREDENTIAL));
    List<String> answers = new ArrayList<>();
    Patience.until(
        "it is subscribed",
        () -> {
          goOn();
          answers.addAll(listener.received());
          return String.join(" ", answers).contains("\"state\":\"full\"");
        });
  }

  /** Publishes a number; it is acknowledged when this returns. */
  void publish(int number) {
    publish(number, "");
  }

  /** The same with so much beside it. */
  void publish(int number, String ballast) {
    goOn();
    String basic = Base64.getEncoder().encodeToString(CREDENTIAL.getBytes(UTF_8));
    var answer =
        publisher.request(
            head(
                "POST",
                "/v1/channels/news/messages",
                Map.of(
                    "authorization",
                    List.of("Basic " + basic),
                    "content-type",
                    List.of("application/json")),
                false),
            "{\"data\":%d,\"name\":\"n\",\"extras\":{\"b\":\"%s\"}}"
                .formatted(number, ballast)
                .getBytes(US_ASCII));
    if (answer.status() / 100 != 2) {
      throw new AssertionError(answer.status() + new String(answer.body(), UTF_8));
    }
  }

  /** The numbers that the client has heard, in their order. */
  List<Integer> heard() {
    goOn();
    for (String frame : listener.received()) {
      if (frame.equals("{}")) {
        listener.sends("{}");
      }
      Matcher number = NUMBER.matcher(frame);
      while (number.find()) {
        heard.add(Integer.valueOf(number.group(1)));
      }
    }
    return List.copyOf(heard);
  }

  /** Waits while the gateways work. */
  void until(String what, BooleanSupplier isSo) {
    Patience.until(
        what,
        () -> {
          goOn();
          return isSo.getAsBoolean();
        });
  }

  /** Lets as much time pass for the gateways as has really passed. */
  private void goOn() {
    long now = System.nanoTime();
    long passed = now - realNanos;
    realNanos = now;
    clock.advance(Duration.ofNanos(passed));
    sinceTickNanos += passed;
    if (sinceTickNanos >= SECOND.toNanos()) {
      sinceTickNanos = 0;
      store.tick();
      clock.settle();
    }
  }

  private TestGateway gateway(Bus bus) {
    App app =
        new App(
            new AppId("a"),
            1,
            "app",
            true,
            Limits.DEFAULT,
            List.of(
                new App.SigningSecret(
                    new KeyId("key"),
                    CREDENTIAL.substring(4).getBytes(UTF_8),
                    Capabilities.ALL,
                    true,
                    false)),
            List.of(),
            List.of("*"));
    var world = new TestGateway.World(1, bus, clock, store, app);
    return new TestGateway(
        world,
        new FanfareDialect(
            FanfareOptions.DEFAULT, () -> clock.wallMicros() / 1_000, clock::monotonicNanos));
  }

  private static RequestHead head(
      String method, String path, Map<String, List<String>> headers, boolean upgrade) {
    List<String> segments = List.of(path.substring(1).split("/", -1));
    return new RequestHead(method, path, segments, Map.of(), headers, upgrade, "127.0.0.1");
  }
}
