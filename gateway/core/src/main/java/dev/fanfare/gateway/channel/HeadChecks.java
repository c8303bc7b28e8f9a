package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.protocol.ChannelKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Asks the store where every followed channel stands, after a time in which something may have been
 * missed. In batches, one question at a time, at random moments of a window: all gateways learn at
 * the same moment that Redis is back, and the store must not feel it.
 *
 * <p>A batch that fails is asked again until the store answers. What is begun while a round goes on
 * begins when it has ended. Any thread.
 */
final class HeadChecks {
  static final int BATCH = 500;
  static final Duration WINDOW = Duration.ofMillis(1_500);
  static final Duration AGAIN = Duration.ofMillis(500);

  private final ChannelStore store;
  private final Loop loop;
  private final RandomGenerator random;
  private final Supplier<Collection<ChannelKey>> followed;
  private final Consumer<Map<ChannelKey, Head>> found;

  // Guarded by this.
  private List<ChannelKey> left = List.of();
  private Duration pause = WINDOW;
  private boolean running;
  private boolean wantedAgain;
  private boolean closed;

  HeadChecks(
      ChannelStore store,
      Loop loop,
      RandomGenerator random,
      Supplier<Collection<ChannelKey>> followed,
      Consumer<Map<ChannelKey, Head>> found) {
    this.store = store;
    this.loop = loop;
    this.random = random;
    this.followed = followed;
    this.found = found;
  }

  /** Begins a round; its last question is asked within {@link #WINDOW} if the store is in reach. */
  synchronized void begin() {
    if (running) {
      wantedAgain = true;
      return;
    }
    running = true;
    wantedAgain = false;
    left = new ArrayList<>(followed.get());
    Collections.shuffle(left, random);
    pause = WINDOW.dividedBy(Math.max(1, Math.ceilDiv(left.size(), BATCH)));
    next();
  }

  synchronized void close() {
    closed = true;
    left = List.of();
  }

  private synchronized void next() {
    if (!left.isEmpty()) {
      loop.schedule(Duration.ofNanos(random.nextLong(pause.toNanos())), this::ask);
      return;
    }
    running = false;
    if (wantedAgain && !closed) {
      begin();
    }
  }

  private void ask() {
    List<ChannelKey> batch;
    synchronized (this) {
      batch = List.copyOf(left.subList(Math.max(0, left.size() - BATCH), left.size()));
    }
    store
        .heads(batch)
        .onSuccess(
            heads -> {
              found.accept(heads);
              asked(batch.size());
            })
        .onFailure(away -> loop.schedule(AGAIN, this::ask));
  }

  private synchronized void asked(int count) {
    left = left.isEmpty() ? left : new ArrayList<>(left.subList(0, left.size() - count));
    next();
  }
}
