package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells those who want to hear it how many subscribers a channel has over all gateways, while the
 * app shows it. A few hear of each change at once; where they are {@link #MANY} or more, what
 * changes within five seconds is told in one.
 *
 * <p><b>Threads.</b> Guarded by the channel.
 */
final class Headcount {
  static final int MANY = 100;

  private static final Duration DELAY = Duration.ofSeconds(5);

  private final Channel channel;
  private final Audience audience;
  private final Loop loop;
  private final Predicate<AppId> shows;
  private int total;
  private int told;
  private boolean due;

  /**
   * @param loop on which it waits
   * @param shows whether an app's subscribers are told how many they are, now
   */
  Headcount(Channel channel, Audience audience, Loop loop, Predicate<AppId> shows) {
    this.channel = channel;
    this.audience = audience;
    this.loop = loop;
    this.shows = shows;
  }

  /** The store has counted; under the channel's monitor. */
  void counted(int subscribers) {
    total = subscribers;
    tellSoon();
  }

  /** Has the number told, where it may be and was not; under the channel's monitor. */
  void tellSoon() {
    if (total != told && !due && audience.wantsCount() && shows.test(channel.key().app())) {
      due = true;
      if (total < MANY) {
        loop.execute(this::tell);
      } else {
        loop.schedule(DELAY, this::tell);
      }
    }
  }

  private void tell() {
    List<Lane> toKick = new ArrayList<>(1);
    synchronized (channel) {
      due = false;
      if (total != told && shows.test(channel.key().app())) {
        told = total;
        audience.tellCount(new Event.SubscriberCount(channel.ref(), total), toKick);
      }
    }
    Lane.kick(toKick);
  }
}
