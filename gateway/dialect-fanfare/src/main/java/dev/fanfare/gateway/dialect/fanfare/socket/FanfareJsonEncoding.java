package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.gateway.dialect.fanfare.wire.Words;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.PresenceChange;
import java.util.Optional;

/** Writes events as the pushes of {@code fanfare.v1.json}: one JSON object, without a line end. */
public final class FanfareJsonEncoding implements Encoding {
  /** The subprotocol, and the encoding's name. */
  public static final String NAME = "fanfare.v1.json";

  /** With the channel's alias {@code c}, which the reply to a subscribe tells. */
  public static final FanfareJsonEncoding INSTANCE = new FanfareJsonEncoding(NAME, false);

  /** With the channel's name in {@code channel} instead, for carriers without that reply. */
  public static final FanfareJsonEncoding NAMED =
      new FanfareJsonEncoding("fanfare.v1.json.named", true);

  private final String name;
  private final boolean named;

  private FanfareJsonEncoding(String name, boolean named) {
    this.name = name;
    this.named = named;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    JsonWriter json =
        switch (event) {
          case Event.Published published -> message(published);
          case Event.Presence presence -> presence(presence);
          case Event.PresenceCount count ->
              push("pres", event).field("o", count.offset()).field("n", count.members()).end();
          case Event.EpochBegan epoch ->
              push("epoch", event)
                  .field("e", epoch.position().epochText())
                  .field("o", epoch.position().offset())
                  .end();
          case Event.Gap gap ->
              push("gap", event)
                  .field("from", gap.from())
                  .field("to", gap.to())
                  .field("why", Words.of(gap.why()))
                  .end();
          case Event.Reset reset ->
              push("reset", event)
                  .field("e", reset.position().epochText())
                  .field("o", reset.position().offset())
                  .field("why", Words.of(reset.why()))
                  .end();
          case Event.Skipped skipped ->
              push("skip", event)
                  .field("o", skipped.offset())
                  .field("why", Words.of(skipped.why()))
                  .end();
          case Event.Lagging lagging ->
              push("lag", event).field("o", lagging.offset()).field("top", lagging.top()).end();
          case Event.Live live -> push("live", event).field("o", live.offset()).end();
        };
    return Optional.of(json.toBytes());
  }

  private JsonWriter message(Event.Published published) {
    JsonWriter json =
        push("msg", published, new JsonWriter(Messages.expectedBytes(published.message())));
    Messages.fields(json, published.message());
    return json.end();
  }

  private JsonWriter presence(Event.Presence presence) {
    PresenceChange change = presence.change();
    JsonWriter json = push("pres", presence).field("a", Words.of(change.action()));
    Messages.member(json, change.member());
    return json.field("n", change.members()).end();
  }

  private JsonWriter push(String kind, Event event) {
    return push(kind, event, new JsonWriter());
  }

  private JsonWriter push(String kind, Event event, JsonWriter json) {
    json.object().field("p", kind);
    return named
        ? json.field("channel", event.channel().name().text())
        : json.field("c", event.channel().alias());
  }
}
