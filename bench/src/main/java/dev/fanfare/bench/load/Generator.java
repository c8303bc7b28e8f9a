package dev.fanfare.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The two threads that make and take the load: one event loop for all subscribers, so that counting
 * needs no locks, and one for publishers, so that a publish leaves in time however much there is to
 * read.
 */
public final class Generator implements AutoCloseable {
  private static final int READ_BYTES = 32_768;

  private final MultiThreadIoEventLoopGroup subscribers =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final MultiThreadIoEventLoopGroup publishers =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final SourceAddresses subscriberAddresses = new SourceAddresses();
  private final MultiThreadIoEventLoopGroup attackers =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final SourceAddresses publisherAddresses = new SourceAddresses();
  private final SourceAddresses attackerAddresses = new SourceAddresses();

  /** Whether this machine can run it; else says what is missing. */
  public static boolean runsHere() {
    return Epoll.isAvailable();
  }

  EventLoop subscriberLoop() {
    return subscribers.next();
  }

  /** Where publishers live. */
  public EventLoop publisherLoop() {
    return publishers.next();
  }

  /** Where hostile clients live: a thread of their own, so that they delay nobody else's. */
  public EventLoop attackerLoop() {
    return attackers.next();
  }

  /** Connects a client, on the loop of its role; called on that loop. */
  ChannelFuture connect(InetSocketAddress server, Client client) {
    return client.publishes()
        ? connect(publisherLoop(), server, client, publisherAddresses)
        : connect(subscriberLoop(), server, client, subscriberAddresses);
  }

  /** Connects a subscriber that speaks the native protocol; called on the subscribers' loop. */
  ChannelFuture listen(InetSocketAddress server, Talk talk) {
    return connect(subscriberLoop(), server, talk, subscriberAddresses);
  }

  /** Connects a publisher that speaks the native protocol; called on the publishers' loop. */
  ChannelFuture publish(InetSocketAddress server, Talk talk) {
    return connect(publisherLoop(), server, talk, publisherAddresses);
  }

  /** Connects a client that publishes over HTTP; called on the publishers' loop. */
  public ChannelFuture post(InetSocketAddress server, ChannelHandler poster) {
    return connect(publisherLoop(), server, poster, publisherAddresses);
  }

  /** Connects a hostile client; called on the attackers' loop. */
  public ChannelFuture attack(InetSocketAddress server, ChannelHandler attacker) {
    return connect(attackerLoop(), server, attacker, attackerAddresses);
  }

  private static ChannelFuture connect(
      EventLoop loop, InetSocketAddress server, ChannelHandler handler, SourceAddresses addresses) {
    return new Bootstrap()
        .group(loop)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
        .handler(handler)
        .connect(server, addresses.next());
  }

  @Override
  public void close() {
    attackers.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    publishers.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    subscribers.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
