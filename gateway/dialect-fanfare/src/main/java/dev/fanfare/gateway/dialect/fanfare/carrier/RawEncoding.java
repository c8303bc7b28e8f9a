package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Payload;
import java.util.Optional;

/** A message is its payload and nothing else, binary where the payload is; no other event shows. */
final class RawEncoding implements Encoding {
  static final RawEncoding INSTANCE = new RawEncoding();

  private RawEncoding() {}

  @Override
  public String name() {
    return RawSocket.NAME;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public boolean binary(Event event) {
    return event instanceof Event.Published published
        && published.message().draft().payload().kind() == Payload.Kind.BINARY;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    return event instanceof Event.Published published
        ? Optional.of(published.message().draft().payload().bytes())
        : Optional.empty();
  }
}
