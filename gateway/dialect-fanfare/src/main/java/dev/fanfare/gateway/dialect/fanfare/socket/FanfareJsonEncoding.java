package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.gateway.dialect.fanfare.wire.Pushes;
import dev.fanfare.protocol.Event;
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
    if (event instanceof Event.SubscriberCount) {
      return Optional.empty(); // nobody asks for it in this protocol
    }
    JsonWriter json =
        new JsonWriter(
            event instanceof Event.Published published
                ? Messages.expectedBytes(published.message())
                : 256);
    Pushes.write(
        json,
        event,
        push -> {
          if (named) {
            push.field("channel", event.channel().name().text());
          } else {
            push.field("c", event.channel().alias());
          }
        });
    return Optional.of(json.toBytes());
  }
}
