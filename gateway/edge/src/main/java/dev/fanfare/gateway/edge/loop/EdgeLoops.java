package dev.fanfare.gateway.edge.loop;

import dev.fanfare.gateway.port.Loop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * All event loops of this process. They are Vert.x's own, so that its clients (Redis, say) and our
 * sockets meet on the same threads without a switch.
 */
public final class EdgeLoops {
  private final VertxInternal vertx;
  private final List<EdgeLoop> all;
  private final IdentityHashMap<EventLoop, EdgeLoop> byEventLoop = new IdentityHashMap<>();

  private EdgeLoops(VertxInternal vertx) {
    this.vertx = vertx;
    List<EdgeLoop> loops = new ArrayList<>();
    for (EventExecutor executor : vertx.nettyEventLoopGroup()) {
      EdgeLoop loop = new EdgeLoop(loops.size(), (EventLoop) executor);
      loops.add(loop);
      byEventLoop.put(loop.eventLoop(), loop);
    }
    this.all = List.copyOf(loops);
  }

  /**
   * Starts loops.
   *
   * @param count how many; one for each core that may be used is best
   * @throws IllegalArgumentException when the transport does not work on this machine
   */
  public static EdgeLoops start(int count, Transport transport) {
    Vertx vertx =
        Vertx.builder()
            .with(vertxOptions().setEventLoopPoolSize(count))
            .withTransport(transport.implementation())
            .build();
    EdgeLoops loops = new EdgeLoops((VertxInternal) vertx);
    loops.all.forEach(EdgeLoop::start);
    return loops;
  }

  /**
   * With what every Vert.x of this process starts. It looks for no file on the class path: for that
   * each would make a folder among the temporary files, which nobody removes after a kill -9.
   */
  public static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  /** All of them as the core sees them, in the order of their index. */
  public List<Loop> loops() {
    return List.copyOf(all);
  }

  /** In the order of their index. */
  public List<EdgeLoop> all() {
    return all;
  }

  /** For clients that need Vert.x itself. */
  public Vertx vertx() {
    return vertx;
  }

  /** Ends all loops and whatever still runs on them. */
  public Future<Void> close() {
    return vertx.close();
  }

  /** The loop that a socket lives on. */
  public EdgeLoop of(Channel channel) {
    EdgeLoop loop = byEventLoop.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalArgumentException("The channel lives on a loop of somebody else");
    }
    return loop;
  }

  /** What accepts connections. */
  public EventLoopGroup acceptors() {
    return vertx.acceptorEventLoopGroup();
  }

  /** What carries them. */
  public EventLoopGroup workers() {
    return vertx.nettyEventLoopGroup();
  }

  /** Makes listening sockets of the chosen transport. */
  public ChannelFactory<? extends ServerChannel> serverChannels() {
    return vertx.transport().serverChannelFactory(false);
  }

  /** Makes sockets of the chosen transport that connect to others. */
  public ChannelFactory<? extends Channel> channels() {
    return vertx.transport().channelFactory(false);
  }

  /** Looks a name up without blocking; fails where there is none. May complete on any thread. */
  public Future<InetSocketAddress> resolve(InetSocketAddress address) {
    return address.isUnresolved()
        ? vertx
            .nameResolver()
            .resolve(address.getHostString())
            .map(found -> new InetSocketAddress(found, address.getPort()))
        : Future.succeededFuture(address);
  }
}
