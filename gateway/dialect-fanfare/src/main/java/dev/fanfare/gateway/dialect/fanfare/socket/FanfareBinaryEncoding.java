package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.fanfare.binary.BinaryWriter;
import dev.fanfare.gateway.dialect.fanfare.binary.ShortMessage;
import dev.fanfare.gateway.dialect.fanfare.wire.Pushes;
import dev.fanfare.protocol.Event;
import java.util.Optional;

/** Writes events as the pushes of {@code fanfare.v1.bin}: one record, with its length. */
public final class FanfareBinaryEncoding implements Encoding {
  /** The subprotocol, and the encoding's name. */
  public static final String NAME = "fanfare.v1.bin";

  /** The one instance. */
  public static final FanfareBinaryEncoding INSTANCE = new FanfareBinaryEncoding();

  private FanfareBinaryEncoding() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    if (event instanceof Event.Published published) {
      return Optional.of(ShortMessage.of(published));
    }
    BinaryWriter record = new BinaryWriter(128);
    Pushes.write(record, event, push -> push.field("c", event.channel().alias()));
    return Optional.of(record.toBytes());
  }
}
