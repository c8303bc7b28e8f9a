package dev.fanfare.gateway.boot.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.fanfare.gateway.boot.config.FanfareConfig.Logging;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up logging: lines on standard error, in one of two shapes. Nothing else configures it. */
public final class Logs {
  private static final List<String> LIBRARIES =
      List.of(
          "com.hazelcast",
          "io.netty",
          "io.vertx",
          "io.zonky",
          "com.zaxxer",
          "org.flywaydb",
          "org.apache.hc");

  private Logs() {}

  /** From now on everything from this level on is written in this shape. */
  public static void write(Logging.Level level, Logging.Format format) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("Logback is not the one that logs");
    }
    context.reset();
    Encoder<ILoggingEvent> lines =
        switch (format) {
          case JSON -> new LineEncoder(new JsonLine());
          case TEXT -> new LineEncoder(new TextLine());
        };
    lines.setContext(context);
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(lines);
    console.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(logback(level));
    // Libraries are interesting from warnings on, unless everything is.
    if (level != Logging.Level.TRACE) {
      Level quiet = level == Logging.Level.ERROR ? Level.ERROR : Level.WARN;
      for (String library : LIBRARIES) {
        context.getLogger(library).setLevel(quiet);
      }
    }
  }

  private static Level logback(Logging.Level level) {
    return switch (level) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
      case TRACE -> Level.TRACE;
    };
  }
}
