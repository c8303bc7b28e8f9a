package dev.fanfare.gateway.dialect.fanfare.stream;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareJsonEncoding;
import dev.fanfare.protocol.Event;
import java.util.Arrays;
import java.util.Optional;

/** The pushes of {@code fanfare.v1.json}, each with the end of its line. */
final class LinesEncoding implements Encoding {
  static final LinesEncoding INSTANCE = new LinesEncoding();

  private LinesEncoding() {}

  @Override
  public String name() {
    return "fanfare.v1.lines";
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Optional<byte[]> render(Event event) {
    return FanfareJsonEncoding.INSTANCE.render(event).map(LinesEncoding::line);
  }

  static byte[] line(byte[] frame) {
    byte[] line = Arrays.copyOf(frame, frame.length + 1);
    line[frame.length] = '\n';
    return line;
  }
}
