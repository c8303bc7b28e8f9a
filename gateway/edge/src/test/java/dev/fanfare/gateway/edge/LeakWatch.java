package dev.fanfare.gateway.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Hears of buffers that nobody released. Netty watches every one of them in these tests. */
final class LeakWatch {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static {
    var logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.ERROR) {
              LEAKS.add(event.getFormattedMessage());
            }
          }
        };
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  private LeakWatch() {}

  /** Makes sure that it listens. */
  static void begin() {
    if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
      throw new AssertionError("Start tests with -Dio.netty.leakDetection.level=paranoid");
    }
  }

  /** Fails when a buffer was lost. */
  @SuppressWarnings("SystemGc") // lost buffers are found when they are collected
  static void check() {
    System.gc();
    for (int i = 0; i < 10; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    if (!LEAKS.isEmpty()) {
      throw new AssertionError(LEAKS.remove());
    }
  }
}
