package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.protocol.Event;
import java.util.Optional;

/** Renders as {@link ShortEncoding}, for each subscriber alone. */
enum AloneEncoding implements Encoding {
  INSTANCE;

  @Override
  public boolean individual() {
    return true;
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    return ShortEncoding.INSTANCE.render(event);
  }
}
