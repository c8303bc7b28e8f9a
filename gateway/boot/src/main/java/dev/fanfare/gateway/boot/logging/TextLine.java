package dev.fanfare.gateway.boot.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;

/**
 * A short line for people: local time, level, message, fields. What came from outside cannot begin
 * a line of its own.
 */
final class TextLine implements Function<ILoggingEvent, String> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  @Override
  public String apply(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    StringBuilder text = new StringBuilder(String.valueOf(event.getFormattedMessage()));
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields != null) {
      for (KeyValuePair field : fields) {
        text.append(' ').append(field.key).append('=');
        text.append(Redaction.ofField(field.key, String.valueOf(field.value)));
      }
    }
    line.append(TIME.format(event.getInstant()))
        .append(' ')
        .append(String.format("%-5s", event.getLevel()))
        .append(' ')
        .append(Redaction.of(text.toString()).replaceAll("\\p{Cntrl}", " "))
        .append('\n');
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      line.append(Redaction.of(ThrowableProxyUtil.asString(error)));
    }
    return line.toString();
  }
}
