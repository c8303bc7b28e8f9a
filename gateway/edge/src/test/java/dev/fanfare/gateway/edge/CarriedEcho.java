package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.SessionRef;
import dev.fanfare.gateway.dialect.Splitter;
import dev.fanfare.gateway.dialect.Splitter.Split;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An echo over requests that come and go; {@code /sock/ID/VERB} and {@code /given/VERB/ID}. */
final class CarriedEcho {
  static final int MOST_UNITS = 1_000;
  private static final HttpAnswer UNKNOWN = HttpAnswer.of(404, "text/plain", "unknown");
  private static final Map<String, String> TEXT = Map.of("content-type", "text/plain");

  private CarriedEcho() {}

  static Match claimed(RequestHead head, Encoding encoding) {
    String id = head.segments().get(1);
    SessionRef ref = new SessionRef.Claimed(head.parameter("scope").orElse("sock"), id);
    return match(head, encoding, ref, head.segments().get(2));
  }

  static Match issued(RequestHead head, Encoding encoding) {
    String scope = head.parameter("scope").orElse("given");
    return match(
        head,
        encoding,
        head.segments().size() < 3
            ? new SessionRef.New(scope)
            : new SessionRef.Issued(scope, head.segments().get(2)),
        head.segments().get(1));
  }

  private static Match match(RequestHead head, Encoding encoding, SessionRef ref, String verb) {
    Carriage carriage =
        switch (verb) {
          case "send" -> new Carriage.Posts(new HttpAnswer(204, Map.of(), new byte[0]));
          case "open" -> new Carriage.Opens(id -> HttpAnswer.of(200, "text/plain", id));
          case "poll" ->
              new Carriage.Polls(
                  TEXT, Duration.ofMillis(500), HttpAnswer.of(200, "text/plain", "nothing"));
          case "stream" ->
              new Carriage.Streams(TEXT, "prelude".getBytes(StandardCharsets.UTF_8), MOST_UNITS);
          case "flow" -> new Carriage.Streams(TEXT, new byte[0], Carriage.Streams.UNLIMITED);
          default -> throw new IllegalArgumentException(verb);
        };
    Function<String, Match.Converse> fresh =
        id ->
            new Match.Converse(
                new StreamedEcho(head.query()), encoding, Optional.empty(), Optional.empty());
    return new Match.Carried(
        ref,
        carriage,
        Optional.of(fresh),
        Duration.ofSeconds(1),
        head.parameter("alone").map(alone -> HttpAnswer.of(409, "text/plain", "another")),
        100_000,
        lines(),
        UNKNOWN);
  }

  /** Each line is a message. */
  private static Splitter lines() {
    return body -> {
      String text = new String(body, StandardCharsets.UTF_8);
      return text.startsWith("!")
          ? new Split.Unreadable(HttpAnswer.of(400, "text/plain", "unreadable"))
          : new Split.Messages(
              Arrays.stream(text.split("\n", -1))
                  .map(line -> line.getBytes(StandardCharsets.UTF_8))
                  .toList());
    };
  }
}
