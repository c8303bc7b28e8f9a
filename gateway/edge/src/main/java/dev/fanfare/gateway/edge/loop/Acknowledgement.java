package dev.fanfare.gateway.edge.loop;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;
import java.time.Duration;

/**
 * How long the machine at the other end may leave unacknowledged what was sent to it. Whoever only
 * receives is known to be there by nothing else. Where the transport is the JDK's own, the
 * operating system decides: on Linux about a quarter of an hour.
 */
public final class Acknowledgement {
  private static final Duration LEAST = Duration.ofSeconds(5);

  private Acknowledgement() {}

  /**
   * The time that a silent WebSocket has too.
   *
   * @param heartbeat after which a silent client is asked for a sign of life
   */
  public static Duration due(Duration heartbeat) {
    Duration due = heartbeat.multipliedBy(3).dividedBy(2);
    return due.compareTo(LEAST) < 0 ? LEAST : due;
  }

  /** Lets a socket break after this time; on its loop, or before it has one. */
  public static void isDueWithin(Duration due, Channel socket) {
    int millis = Math.toIntExact(due.toMillis());
    if (!socket.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, millis)) {
      socket.config().setOption(IoUringChannelOption.TCP_USER_TIMEOUT, millis);
    }
  }
}
