package dev.fanfare.gateway.boot.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object and a line end: {@code t} (UTC), {@code level}, {@code logger}, {@code thread},
 * {@code message}, the event's own fields under {@code fields}, and {@code error} with the stack
 * trace.
 */
final class JsonLine implements Function<ILoggingEvent, String> {
  private final JsonFactory json = new JsonFactory();

  @Override
  public String apply(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator out = json.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField("t", event.getInstant().toString());
      out.writeStringField("level", event.getLevel().toString());
      out.writeStringField("logger", event.getLoggerName());
      out.writeStringField("thread", event.getThreadName());
      out.writeStringField("message", Redaction.of(String.valueOf(event.getFormattedMessage())));
      List<KeyValuePair> fields = event.getKeyValuePairs();
      if (fields != null && !fields.isEmpty()) {
        out.writeObjectFieldStart("fields");
        for (KeyValuePair field : fields) {
          field(out, field);
        }
        out.writeEndObject();
      }
      IThrowableProxy error = event.getThrowableProxy();
      if (error != null) {
        out.writeStringField("error", Redaction.of(ThrowableProxyUtil.asString(error)));
      }
      out.writeEndObject();
    } catch (IOException writersDoNotThrow) {
      throw new UncheckedIOException(writersDoNotThrow);
    }
    return line.append('\n').toString();
  }

  private static void field(JsonGenerator out, KeyValuePair field) throws IOException {
    out.writeFieldName(field.key);
    switch (field.value) {
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Boolean truth -> out.writeBoolean(truth);
      case null, default ->
          out.writeString(Redaction.ofField(field.key, String.valueOf(field.value)));
    }
  }
}
