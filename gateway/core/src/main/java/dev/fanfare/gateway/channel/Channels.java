package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.presence.Incarnation;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Event.ChannelRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The channels that this gateway follows because somebody here is subscribed. Any thread. */
public final class Channels implements AutoCloseable {
  private final ChannelStore store;
  private final Bus bus;
  private final Loops loops;
  private final Telemetry telemetry;
  private final Fairness fairness;
  private final Deliveries deliveries;
  private final Predicate<AppId> showsCounts;
  private final Time time;
  private final Occupancy occupancy;
  private final Map<ChannelKey, Channel> followed = new ConcurrentHashMap<>();
  private final AtomicInteger aliases = new AtomicInteger();
  private final HeadWatch headWatch;

  /**
   * @param fairness shares the loops among apps
   * @param deliveries counts what was written to sockets
   * @param showsCounts whether subscribers in an app are told how many they are; asked anew each
   *     time, on any thread
   * @param incarnation names this run of this gateway towards the store
   * @param random spreads what all gateways would do at the same moment
   */
  public Channels(
      ChannelStore store,
      Bus bus,
      Loops loops,
      Telemetry telemetry,
      Fairness fairness,
      Deliveries deliveries,
      Predicate<AppId> showsCounts,
      Incarnation incarnation,
      Time time,
      RandomGenerator random) {
    this.store = store;
    this.bus = bus;
    this.loops = loops;
    this.telemetry = telemetry;
    this.fairness = fairness;
    this.deliveries = deliveries;
    this.showsCounts = showsCounts;
    this.time = time;
    this.occupancy = new Occupancy(store, loops, incarnation);
    this.headWatch = new HeadWatch(followed, store, bus, loops.of(0), telemetry, time, random);
  }

  /**
   * Subscribes. The subscriber is answered later, on its loop; until then the membership can be
   * ended as well.
   *
   * <p>On the subscriber's loop. Whether it may subscribe was decided before.
   */
  public Membership subscribe(ChannelKey key, Start start, Subscriber subscriber) {
    while (true) {
      Channel channel = followed.computeIfAbsent(key, this::channel);
      Membership member = new Membership(channel, subscriber, start);
      if (channel.enter(member)) {
        return member;
      }
    }
  }

  /**
   * Brings new entries of one channel, in order, to the subscribers here and to all other gateways.
   * They are stored already: a bus that fails costs delay, nothing else.
   */
  public void fanOut(ChannelKey key, List<Entry> entries) {
    Channel channel = followed.get(key);
    if (channel != null) {
      channel.accept(entries);
    }
    bus.publish(key, entries);
  }

  /**
   * What the app shows of its channels may have changed. Subscribers who may hear now how many they
   * are, and have not, are told: the store speaks of channels that move only.
   */
  public void appChanged(AppId app) {
    if (showsCounts.test(app)) {
      for (Channel channel : followed.values()) {
        if (channel.key().app().equals(app)) {
          channel.showCount();
        }
      }
    }
  }

  /** Tells the store anew how many subscribers are here. */
  public void tellOccupancyAnew() {
    occupancy.tellAllAnew();
  }

  /** How many channels are followed. */
  public int size() {
    return followed.size();
  }

  @Override
  public void close() {
    headWatch.close();
  }

  private Channel channel(ChannelKey key) {
    ChannelRef ref = new ChannelRef(key.channel(), aliases.incrementAndGet());
    return new Channel(
        key,
        ref,
        store,
        bus,
        loops.of(key.hashCode()),
        telemetry,
        fairness,
        deliveries,
        showsCounts,
        this::subscribersChanged,
        time);
  }

  private void subscribersChanged(Channel channel, int count) {
    occupancy.changed(channel.key(), count);
    if (count == 0) {
      followed.remove(channel.key(), channel);
    }
  }
}
