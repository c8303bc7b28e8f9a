package dev.fanfare.gateway.control;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlList;
import dev.fanfare.gateway.port.ControlList.Page;
import dev.fanfare.gateway.port.ControlList.Place;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bus whose control messages arrive: each is put into a {@link ControlList} first, and every
 * gateway takes it from there, once, in the list's order. What the bus itself brings only says that
 * there is something new; what it loses is found by looking every {@link #POLL_SECONDS}.
 *
 * <p>A gateway hears what is told after its start. <b>Threads.</b> Any; listeners are called by one
 * at a time.
 */
public final class RecordedBus implements Bus, AutoCloseable {
  /** How often a gateway looks by itself. */
  public static final int POLL_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(RecordedBus.class);

  private final Bus bus;
  private final ControlList list;
  private final List<Consumer<Control>> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> reconnects = new CopyOnWriteArrayList<>();
  private final List<Subscription> listening;

  private final AtomicInteger ticks = new AtomicInteger();

  // Guarded by this.
  private Optional<Place> heard = Optional.empty();
  private boolean reading;
  private boolean again;

  /** Listens to a bus for as long as it is not closed. */
  public RecordedBus(Bus bus, ControlList list) {
    this.bus = bus;
    this.list = list;
    this.listening =
        List.of(bus.onControl(hint -> poll()), bus.onReconnect(this::toldThatItIsBack));
    poll();
  }

  @Override
  public Future<Void> publish(ChannelKey key, List<Entry> entries) {
    return bus.publish(key, entries);
  }

  @Override
  public Future<Subscription> follow(ChannelKey key, Consumer<Entry> listener) {
    return bus.follow(key, listener);
  }

  /** Completes when the message is stored: from then on it reaches every gateway. */
  @Override
  public Future<Void> broadcast(Control message) {
    return list.add(message)
        .onSuccess(
            stored -> {
              poll();
              bus.broadcast(message)
                  .onFailure(lost -> LOG.debug("The other gateways find it by themselves", lost));
            });
  }

  @Override
  public Subscription onControl(Consumer<Control> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Subscription onReconnect(Runnable listener) {
    reconnects.add(listener);
    return () -> reconnects.remove(listener);
  }

  @Override
  public void refresh() {
    bus.refresh();
  }

  @Override
  public boolean isInReach() {
    return bus.isInReach();
  }

  /** For the owner's timer, once a second: looks for news when it is time. */
  public void tick() {
    if (ticks.incrementAndGet() % POLL_SECONDS == 0) {
      poll();
    }
  }

  private void poll() {
    synchronized (this) {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      again = false;
    }
    read();
  }

  /** Hears nothing more. */
  @Override
  public void close() {
    listening.forEach(Subscription::close);
  }

  private void read() {
    Optional<Place> from = place();
    if (from.isEmpty()) {
      list.top().onComplete(this::begin, this::failed);
    } else {
      list.after(from.get()).onComplete(this::take, this::failed);
    }
  }

  private void begin(Place top) {
    synchronized (this) {
      heard = Optional.of(top);
    }
    done(false);
  }

  private void take(Page page) {
    synchronized (this) {
      heard = Optional.of(page.end());
    }
    if (!page.whole()) {
      LOG.warn("Some of what gateways told each other was missed; everything is looked at anew");
      tell(reconnects, Runnable::run);
    }
    page.messages().forEach(message -> tell(listeners, listener -> listener.accept(message)));
    done(!page.messages().isEmpty());
  }

  private void failed(Throwable failure) {
    LOG.debug("The list of control messages is out of reach; trying again soon", failure);
    synchronized (this) {
      reading = false;
    }
  }

  private void done(boolean more) {
    synchronized (this) {
      if (!more && !again) {
        reading = false;
        return;
      }
      again = false;
    }
    read();
  }

  private synchronized Optional<Place> place() {
    return heard;
  }

  private void toldThatItIsBack() {
    tell(reconnects, Runnable::run);
    poll();
  }

  private static <T> void tell(List<T> all, Consumer<T> how) {
    for (T one : all) {
      try {
        how.accept(one);
      } catch (RuntimeException broken) {
        LOG.warn("A listener of control messages failed", broken);
      }
    }
  }
}
