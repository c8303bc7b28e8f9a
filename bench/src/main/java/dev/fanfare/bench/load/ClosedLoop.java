package dev.fanfare.bench.load;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Keeps so many messages in flight: the next one leaves when one has reached all its subscribers. A
 * server that drops messages would stand still for ever: after a second without any completion the
 * window is opened anew and the stall counted.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as in Paced
final class ClosedLoop implements Drive {
  private final EventLoop loop;
  private final EventLoop subscribers;
  private final Press press;
  private final Score score;
  private final int inFlight;
  private boolean running;
  private long completed;
  private long completedBefore;
  private int stalls;

  /**
   * Not started yet.
   *
   * @param score of the subscribers, told on their loop
   */
  ClosedLoop(EventLoop loop, EventLoop subscribers, Press press, Score score, int inFlight) {
    this.loop = loop;
    this.subscribers = subscribers;
    this.press = press;
    this.score = score;
    this.inFlight = inFlight;
  }

  /** Makes the subscribers' side tell this one; called on their loop. */
  void listen(int connections) {
    score.whenCompleted(connections, count -> loop.execute(() -> completed(count)));
  }

  @Override
  public void start() {
    running = true;
    press.publish(inFlight);
    loop.schedule(this::check, 1, TimeUnit.SECONDS);
  }

  private void completed(int count) {
    completed += count;
    if (running) {
      press.publish(count);
    }
  }

  private void check() {
    if (!running) {
      return;
    }
    if (completed == completedBefore) {
      stalls++;
      subscribers.execute(score::forgetArrivals);
      press.publish(inFlight);
    }
    completedBefore = completed;
    loop.schedule(this::check, 1, TimeUnit.SECONDS);
  }

  /** How often the window had to be opened anew. */
  int stalls() {
    return stalls;
  }

  @Override
  public void stop() {
    running = false;
  }
}
