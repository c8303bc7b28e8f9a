package dev.fanfare.testkit;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One gateway's side of a bus that may do everything a bus is not trusted with: it loses, repeats,
 * holds back and so reorders what arrives, separately for each follower. What it does is drawn from
 * a seed; with one thread it does the same each time.
 *
 * <p>What it may not do it does not: nothing arrives in another channel, nothing is invented,
 * nobody is called by two threads at once.
 */
public final class UnreliableBus implements Bus {
  private final Bus inner;

  private final Random random;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final List<Runnable> reconnectListeners = new CopyOnWriteArrayList<>();
  private volatile Faults faults = Faults.NONE;
  private final AtomicInteger refreshes = new AtomicInteger();
  private volatile boolean cut;

  /** A bus that behaves until it is told otherwise. */
  public UnreliableBus(Bus inner, long seed) {
    this.inner = inner;
    this.random = new Random(seed);
  }

  /**
   * What goes wrong from now on, as probabilities for each entry and follower.
   *
   * @param drop it never arrives
   * @param repeat it arrives twice, the second time later
   * @param delay it arrives only after up to {@code maxDelay} later ones, or by {@link
   *     UnreliableBus#release()}
   */
  public record Faults(double drop, double repeat, double delay, int maxDelay) {
    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 0, 0);

    /** A bad day. */
    public static final Faults MANY = new Faults(0.2, 0.2, 0.3, 5);
  }

  /** Lets this go wrong from now on. */
  public void suffer(Faults newFaults) {
    faults = newFaults;
  }

  /** From now on nothing arrives and nothing leaves, and nobody is told. */
  public void cut() {
    cut = true;
  }

  /** The end of {@link #cut()}: whoever listens for it hears of the reconnect. */
  public void reconnect() {
    cut = false;
    reconnectListeners.forEach(Runnable::run);
  }

  /** Whoever follows something now hears nothing of it any more, until it follows it anew. */
  public void deafen() {
    followers.forEach(follower -> follower.deaf = true);
  }

  /** Delivers everything that is held back. */
  public void release() {
    followers.forEach(Follower::release);
  }

  @Override
  public Future<Void> publish(ChannelKey key, List<Entry> entries) {
    return cut ? Future.failedFuture("The bus is out of reach") : inner.publish(key, entries);
  }

  @Override
  public Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener) {
    Follower follower = new Follower(key);
    return follower
        .out
        .follow(key, listener)
        .compose(
            out ->
                inner
                    .follow(key, follower::hear)
                    .map(
                        in -> {
                          followers.add(follower);
                          return () -> {
                            followers.remove(follower);
                            in.close();
                            out.close();
                          };
                        }));
  }

  @Override
  public Future<Void> broadcast(Control message) {
    return cut ? Future.failedFuture("The bus is out of reach") : inner.broadcast(message);
  }

  @Override
  public Subscription onControl(Consumer<Control> listener) {
    return inner.onControl(
        message -> {
          if (!cut && !draw(faults.drop)) {
            listener.accept(message);
            if (draw(faults.repeat)) {
              listener.accept(message);
            }
          }
        });
  }

  /** Heals the deaf, who hear of the reconnect. */
  @Override
  public void refresh() {
    refreshes.incrementAndGet();
    followers.forEach(follower -> follower.deaf = false);
    reconnect();
  }

  /** How often {@link #refresh()} was called. */
  public int refreshes() {
    return refreshes.get();
  }

  @Override
  public boolean isInReach() {
    return !cut;
  }

  @Override
  public Subscription onReconnect(Runnable listener) {
    Subscription inReality = inner.onReconnect(listener);
    reconnectListeners.add(listener);
    return () -> {
      reconnectListeners.remove(listener);
      inReality.close();
    };
  }

  private boolean draw(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** One listener's view of a channel. */
  private final class Follower {
    private final ChannelKey key;

    /** Calls the listener: it knows how to do so without a lock and never twice at once. */
    private final MemoryBus out = new MemoryBus();

    // Guarded by this.
    private final List<Held> held = new ArrayList<>();

    private volatile boolean deaf;

    private Follower(ChannelKey key) {
      this.key = key;
    }

    private void hear(Entry entry) {
      if (!cut && !deaf) {
        out.publish(key, arriving(entry));
      }
    }

    private void release() {
      List<Entry> all;
      synchronized (this) {
        all = held.stream().map(Held::entry).toList();
        held.clear();
      }
      out.publish(key, all);
    }

    /**
     * What the listener hears when this comes in: all of it, some of it, and what was held back
     * until now.
     */
    private synchronized List<Entry> arriving(Entry entry) {
      List<Entry> now = new ArrayList<>();
      Faults current = faults;
      if (!draw(current.drop)) {
        if (draw(current.delay)) {
          hold(entry, current);
        } else {
          now.add(entry);
        }
        if (draw(current.repeat)) {
          hold(entry, current);
        }
      }
      held.replaceAll(one -> new Held(one.entry, one.after - 1));
      held.stream().filter(one -> one.after < 0).forEach(one -> now.add(one.entry));
      held.removeIf(one -> one.after < 0);
      return now;
    }

    private void hold(Entry entry, Faults current) {
      held.add(new Held(entry, 1 + random.nextInt(Math.max(1, current.maxDelay))));
    }
  }

  private record Held(Entry entry, int after) {}
}
