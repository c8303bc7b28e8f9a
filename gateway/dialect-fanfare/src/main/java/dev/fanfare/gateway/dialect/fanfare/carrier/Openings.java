package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Pages;
import dev.fanfare.gateway.dialect.fanfare.wire.Words;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Continuity;
import java.util.ArrayList;
import java.util.List;

/**
 * What the answer to a subscribe means to a client that gets pushes and no answers: what it missed,
 * and who is there.
 */
final class Openings {
  private Openings() {}

  /**
   * A push.
   *
   * @param kind its name as an event
   */
  record Push(String kind, byte[] json) {}

  /** The pushes for one channel, in their order. */
  static List<Push> of(Result.Subscribed subscribed) {
    List<Push> pushes = new ArrayList<>(1);
    switch (subscribed.continuity()) {
      case Continuity.Full() -> {}
      case Continuity.Gap(long from, long to) ->
          pushes.add(
              new Push(
                  "gap",
                  push("gap", subscribed)
                      .field("from", from)
                      .field("to", to)
                      .field("why", "trimmed")
                      .end()
                      .toBytes()));
      case Continuity.Reset(var why) ->
          pushes.add(
              new Push(
                  "reset",
                  push("reset", subscribed)
                      .field("e", subscribed.position().epochText())
                      .field("o", subscribed.position().offset())
                      .field("why", Words.of(why))
                      .end()
                      .toBytes()));
    }
    subscribed
        .presence()
        .ifPresent(
            page -> {
              JsonWriter json = push("members", subscribed).name("page");
              Pages.presence(json, page);
              pushes.add(new Push("members", json.end().toBytes()));
            });
    return pushes;
  }

  private static JsonWriter push(String kind, Result.Subscribed subscribed) {
    return new JsonWriter()
        .object()
        .field("p", kind)
        .field("channel", subscribed.channel().name().text());
  }
}
