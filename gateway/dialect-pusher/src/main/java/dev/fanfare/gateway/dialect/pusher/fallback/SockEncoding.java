package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.pusher.socket.PusherEncoding;
import dev.fanfare.protocol.Event;
import java.util.Optional;

/** Pusher's frames inside those of SockJS. */
final class SockEncoding implements Encoding {
  private static final SockEncoding PLAIN = new SockEncoding(PusherEncoding.PLAIN);
  private static final SockEncoding WITH_POSITIONS =
      new SockEncoding(PusherEncoding.WITH_POSITIONS);

  private final Encoding spoken;

  private SockEncoding(Encoding spoken) {
    this.spoken = spoken;
  }

  /** The one around an encoding of WebSockets. */
  static SockEncoding around(Encoding spoken) {
    return spoken.name().equals(PusherEncoding.WITH_POSITIONS.name()) ? WITH_POSITIONS : PLAIN;
  }

  @Override
  public String name() {
    return spoken.name() + ".sock";
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public boolean echoesPresence() {
    return spoken.echoesPresence();
  }

  @Override
  public Optional<byte[]> render(Event event) {
    return spoken.render(event).map(SockFrames::message);
  }
}
