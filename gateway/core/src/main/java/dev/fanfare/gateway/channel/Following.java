package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * That this gateway hears a channel on the bus: with one subscription at a time, and with none once
 * it has ended, however late the bus confirms one. Any thread.
 */
final class Following {
  private final Bus bus;
  private final ChannelKey key;
  private final Consumer<Entry> heard;

  // Guarded by this.
  private @Nullable Subscription subscription;
  private boolean beginningAnew;
  private boolean ended;

  /**
   * @param heard takes what the bus brings, on any thread
   */
  Following(Bus bus, ChannelKey key, Consumer<Entry> heard) {
    this.bus = bus;
    this.key = key;
    this.heard = heard;
  }

  /** Completes when what is published from now on is heard. */
  Future<Void> begin() {
    return bus.follow(key, heard).onSuccess(this::keep).mapEmpty();
  }

  /**
   * Gives up the subscription, because it seems to be deaf, for a new one; unless that is just
   * being done.
   */
  void beginAnew() {
    Subscription deaf;
    synchronized (this) {
      if (ended || beginningAnew) {
        return;
      }
      beginningAnew = true;
      deaf = subscription;
      subscription = null;
    }
    if (deaf != null) {
      deaf.close();
    }
    begin().onComplete(done -> begunAnew());
  }

  /** Nothing is heard any more, for ever. Idempotent. */
  void end() {
    Subscription last;
    synchronized (this) {
      ended = true;
      last = subscription;
      subscription = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private synchronized void begunAnew() {
    beginningAnew = false;
  }

  private void keep(Subscription confirmed) {
    synchronized (this) {
      if (!ended) {
        subscription = confirmed;
        return;
      }
    }
    confirmed.close();
  }
}
