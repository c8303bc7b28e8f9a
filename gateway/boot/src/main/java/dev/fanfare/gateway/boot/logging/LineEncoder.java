package dev.fanfare.gateway.boot.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes what a function makes of an event, in UTF-8. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final Function<ILoggingEvent, String> line;

  LineEncoder(Function<ILoggingEvent, String> line) {
    this.line = line;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return line.apply(event).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
