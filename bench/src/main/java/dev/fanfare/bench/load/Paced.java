package dev.fanfare.bench.load;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** Publishes at a rate, whatever the server does; what a late timer missed is caught up with. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a timer that fails shows as messages that were never published
final class Paced implements Drive {
  private final EventLoop loop;
  private final Press press;
  private final double nanosPerMessage;
  private long begun;
  private long messages;
  private boolean running;

  Paced(EventLoop loop, Press press, double perSecond) {
    this.loop = loop;
    this.press = press;
    nanosPerMessage = 1e9 / perSecond;
  }

  @Override
  public void start() {
    running = true;
    begun = System.nanoTime();
    tick();
  }

  private void tick() {
    if (!running) {
      return;
    }
    long now = System.nanoTime() - begun;
    long due = (long) (now / nanosPerMessage) + 1;
    press.publish((int) (due - messages));
    messages = due;
    loop.schedule(
        this::tick, Math.max(0, (long) (due * nanosPerMessage) - now), TimeUnit.NANOSECONDS);
  }

  @Override
  public void stop() {
    running = false;
  }
}
