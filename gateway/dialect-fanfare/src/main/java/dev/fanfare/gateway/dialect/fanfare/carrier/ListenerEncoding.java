package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareJsonEncoding;
import dev.fanfare.protocol.Event;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Writes events for carriers on which each client has a cursor of its own: named native pushes,
 * dressed as the carrier wants them. What only moves a client's place has no bytes.
 */
final class ListenerEncoding implements Encoding {
  /** For Server-Sent Events: a block without its id. */
  static final ListenerEncoding SSE = new ListenerEncoding("fanfare.v1.sse", Blocks::event);

  /** For long polling: the push itself. */
  static final ListenerEncoding POLL =
      new ListenerEncoding("fanfare.v1.poll", (name, push) -> push);

  private static final Optional<byte[]> NOTHING = Optional.of(new byte[0]);

  private final String name;
  private final BiFunction<String, byte[], byte[]> dress;

  private ListenerEncoding(String name, BiFunction<String, byte[], byte[]> dress) {
    this.name = name;
    this.dress = dress;
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
  public boolean individual() {
    return true;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    Optional<String> kind = kind(event);
    return kind.isEmpty()
        ? NOTHING
        : FanfareJsonEncoding.NAMED.render(event).map(push -> dress.apply(kind.get(), push));
  }

  /** The event's name where clients are told of it; else it only moves their place. */
  private static Optional<String> kind(Event event) {
    return switch (event) {
      case Event.Published unused -> Optional.of("message");
      case Event.Presence unused -> Optional.of("presence");
      case Event.PresenceCount unused -> Optional.of("presence");
      case Event.SubscriberCount unused -> Optional.empty();
      case Event.Gap unused -> Optional.of("gap");
      case Event.Reset unused -> Optional.of("reset");
      case Event.EpochBegan unused -> Optional.empty();
      case Event.Skipped unused -> Optional.empty();
      case Event.Lagging unused -> Optional.empty();
      case Event.Live unused -> Optional.empty();
    };
  }
}
