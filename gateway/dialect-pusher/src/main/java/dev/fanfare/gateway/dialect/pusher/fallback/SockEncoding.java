package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.pusher.socket.PusherEncoding;
import dev.fanfare.protocol.Event;
import java.util.Optional;

/** Pusher's frames inside those of SockJS. */
final class SockEncoding implements Encoding {
  private static final SockEncoding LINES = new SockEncoding(PusherEncoding.PLAIN, SockForm.LINE);
  private static final SockEncoding LINES_WITH_POSITIONS =
      new SockEncoding(PusherEncoding.WITH_POSITIONS, SockForm.LINE);
  private static final SockEncoding EVENTS = new SockEncoding(PusherEncoding.PLAIN, SockForm.EVENT);
  private static final SockEncoding SCRIPTS =
      new SockEncoding(PusherEncoding.PLAIN, SockForm.SCRIPT);
  private static final SockEncoding MESSAGES =
      new SockEncoding(PusherEncoding.PLAIN, SockForm.MESSAGE);

  private final Encoding spoken;
  private final SockForm form;
  private final String name;

  private SockEncoding(Encoding spoken, SockForm form) {
    this.spoken = spoken;
    this.form = form;
    this.name =
        spoken.name()
            + switch (form) {
              case LINE -> ".sock";
              case EVENT -> ".sock.events";
              case SCRIPT -> ".sock.scripts";
              case MESSAGE -> ".sock.messages";
            };
  }

  /** The one around an encoding of WebSockets, in lines. */
  static SockEncoding around(Encoding spoken) {
    return spoken.name().equals(PusherEncoding.WITH_POSITIONS.name())
        ? LINES_WITH_POSITIONS
        : LINES;
  }

  /** The one around Pusher's usual frames. */
  static SockEncoding in(SockForm form) {
    return switch (form) {
      case LINE -> LINES;
      case EVENT -> EVENTS;
      case SCRIPT -> SCRIPTS;
      case MESSAGE -> MESSAGES;
    };
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
  public boolean echoesPresence() {
    return spoken.echoesPresence();
  }

  @Override
  public Optional<byte[]> render(Event event) {
    return spoken.render(event).map(form::message);
  }
}
