package dev.fanfare.gateway.edge.loop;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.uring.IoUringChannelOption;

/**
 * How much the operating system takes for a reader who is not ready for it ({@code
 * TCP_NOTSENT_LOWAT} of Linux). By itself it takes 4 MiB: memory that no limit of ours counts,
 * messages that are conflated no more and that count as delivered. What is under way to a reader is
 * not bounded by this, so a long way costs no throughput. Where the transport is the JDK's own, the
 * operating system decides.
 */
public final class Unsent {
  private static final long MOST_BYTES = 65_536;

  private Unsent() {}

  /** Bounds it; on the socket's loop, or before it has one. */
  public static void isBounded(Channel socket) {
    if (!socket.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, MOST_BYTES)) {
      socket.config().setOption(IoUringChannelOption.TCP_NOTSENT_LOWAT, MOST_BYTES);
    }
  }
}
