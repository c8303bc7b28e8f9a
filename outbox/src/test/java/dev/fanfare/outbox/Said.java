package dev.fanfare.outbox;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the outbox says in the log from now on. */
final class Said extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  final List<String> lines = new CopyOnWriteArrayList<>();

  Said() {
    start();
    logger().addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Outbox.class);
  }

  @Override
  public void close() {
    logger().detachAppender(this);
  }
}
