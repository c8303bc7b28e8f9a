package dev.fanfare.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
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
  private final SourceAddresses publisherAddresses = new SourceAddresses();

  /** Whether this machine can run it; else says what is missing. */
  public static boolean runsHere() {
    return Epoll.isAvailable();
  }

  EventLoop subscriberLoop() {
    return subscribers.next();
  }

  EventLoop publisherLoop() {
    return publishers.next();
  }

  /** Connects a client, on the loop of its role; called on that loop. */
  ChannelFuture connect(InetSocketAddress server, Client client) {
    boolean publishes = client.publishes();
    return new Bootstrap()
        .group(publishes ? publisherLoop() : subscriberLoop())
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(client);
              }
            })
        .connect(server, (publishes ? publisherAddresses : subscriberAddresses).next());
  }

  @Override
  public void close() {
    publishers.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    subscribers.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
