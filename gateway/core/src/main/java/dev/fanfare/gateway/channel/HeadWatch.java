package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.ChannelKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Brings to the followed channels what the store tells of their heads: so they find what the bus
 * lost. Whatever was out of reach and is back, bus or members of the store, has every channel asked
 * for. A channel of which the bus is silent although it moves is listened to anew; when several
 * are, all that the bus listens with is made anew. Any thread.
 */
final class HeadWatch implements AutoCloseable {
  private static final int SEVERAL = 3;
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  private final Map<ChannelKey, Channel> followed;
  private final Bus bus;
  private final Telemetry telemetry;
  private final Time time;
  private final HeadChecks checks;
  private final List<Subscription> watching;

  // Guarded by this.
  private long firstDeafNanos;
  private int deaf;

  HeadWatch(
      Map<ChannelKey, Channel> followed,
      ChannelStore store,
      Bus bus,
      Loop loop,
      Telemetry telemetry,
      Time time,
      RandomGenerator random) {
    this.followed = followed;
    this.bus = bus;
    this.telemetry = telemetry;
    this.time = time;
    this.checks =
        new HeadChecks(
            store, loop, random, () -> List.copyOf(followed.keySet()), this::acceptChecked);
    this.watching =
        List.of(
            store.watchHeads(this::acceptTold),
            store.onHeadsMissed(checks::begin),
            bus.onReconnect(checks::begin));
  }

  @Override
  public void close() {
    watching.forEach(Subscription::close);
    checks.close();
  }

  private void acceptTold(Map<ChannelKey, Head> heads) {
    boolean mayHear = bus.isInReach();
    long furthest = -1;
    for (Map.Entry<ChannelKey, Head> each : heads.entrySet()) {
      Channel channel = followed.get(each.getKey());
      if (channel != null) {
        furthest = Math.max(furthest, channel.behind(each.getValue()));
        if (channel.acceptDigest(each.getValue(), mayHear)) {
          listenAnew(channel);
        }
      }
    }
    if (furthest >= 0) {
      telemetry.headsTold(furthest);
    }
  }

  private void acceptChecked(Map<ChannelKey, Head> heads) {
    heads.forEach(
        (key, head) -> {
          Channel channel = followed.get(key);
          if (channel != null) {
            channel.accept(head);
          }
        });
  }

  private void listenAnew(Channel channel) {
    telemetry.deafResubscribed();
    if (isOneOfSeveral()) {
      bus.refresh();
    } else {
      channel.listenAnew();
    }
  }

  private synchronized boolean isOneOfSeveral() {
    long now = time.monotonicNanos();
    if (deaf == 0 || now - firstDeafNanos > TOGETHER.toNanos()) {
      firstDeafNanos = now;
      deaf = 0;
    }
    deaf++;
    if (deaf < SEVERAL) {
      return false;
    }
    deaf = 0;
    return true;
  }
}
