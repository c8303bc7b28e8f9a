package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.edge.carried.CarriedOptions;
import dev.fanfare.gateway.edge.carried.Carriers;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.gate.Turnstile;
import dev.fanfare.gateway.edge.gate.Visit;
import dev.fanfare.gateway.edge.http.HttpConnection;
import dev.fanfare.gateway.edge.http.Site;
import dev.fanfare.gateway.edge.http.Site.Entry.Clients;
import dev.fanfare.gateway.edge.loop.Acknowledgement;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.TimedHandler;
import dev.fanfare.gateway.edge.loop.Unsent;
import dev.fanfare.gateway.edge.websocket.Pace;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * A listening socket and all connections that came through it. Methods may be called on any thread.
 *
 * <p>To end it gently: {@link #stopAccepting}, tell the clients, then {@link #stop}.
 */
public final class EdgeServer {
  /** Who sends watches what waits; Netty need not tell. */
  private static final WriteBufferWaterMark NO_WATER_MARK =
      new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);

  private final EdgeLoops loops;
  private final Turnstile turnstile;
  private final Carriers carriers;
  private final Channel listening;

  private EdgeServer(EdgeLoops loops, Turnstile turnstile, Carriers carriers, Channel listening) {
    this.loops = loops;
    this.turnstile = turnstile;
    this.carriers = carriers;
    this.listening = listening;
  }

  /**
   * Listens. Fails where the address is taken or the certificate cannot be read.
   *
   * @param port 0: any that is free
   * @param dialects asked in their order
   */
  public static Future<EdgeServer> start(
      EdgeLoops loops,
      String host,
      int port,
      EdgeOptions options,
      List<Dialect> dialects,
      Gatekeeper gatekeeper) {
    Carriers carriers = Carriers.alone(CarriedOptions.DEFAULT, gatekeeper, new SecureRandom());
    return start(
        loops, host, port, options, dialects, gatekeeper, carriers, new Clients(Optional.empty()));
  }

  /**
   * The same with a table of sessions that other listeners use too.
   *
   * @param carriers ended with this server
   * @param entry who comes in here
   */
  public static Future<EdgeServer> start(
      EdgeLoops loops,
      String host,
      int port,
      EdgeOptions options,
      List<Dialect> dialects,
      Gatekeeper gatekeeper,
      Carriers carriers,
      Site.Entry entry) {
    Turnstile turnstile = new Turnstile(options.admission());
    Site site =
        new Site(
            dialects,
            gatekeeper,
            options.http(),
            Pace.of(options.webSocket()),
            turnstile,
            carriers,
            entry);
    Optional<SslContext> tls;
    try {
      tls = tls(options);
    } catch (SSLException | IllegalArgumentException unreadable) {
      return Future.failedFuture(unreadable);
    }
    Promise<EdgeServer> started = Promise.promise();
    new ServerBootstrap()
        .group(loops.acceptors(), loops.workers())
        .channelFactory(loops.serverChannels())
        .option(ChannelOption.SO_BACKLOG, options.backlog())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator())
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, NO_WATER_MARK)
        .childHandler(new Accepted(loops, site, tls, options))
        .bind(new InetSocketAddress(host, port))
        .addListener(
            (io.netty.channel.ChannelFuture bound) -> {
              if (bound.isSuccess()) {
                started.complete(new EdgeServer(loops, turnstile, carriers, bound.channel()));
              } else {
                started.fail(
                    new IOException("Cannot listen on " + host + ":" + port, bound.cause()));
              }
            });
    return started.future();
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** How many sockets are open. */
  public int connections() {
    return turnstile.connections();
  }

  /** How many of them belong to clients that have not shown who they are. */
  public int strangers() {
    return turnstile.strangers();
  }

  /** How many sessions live over several requests. */
  public int sessions() {
    return carriers.size();
  }

  /** How much memory messages and bodies take that are not complete. */
  public long unfinishedBytes() {
    return turnstile.room().taken();
  }

  /**
   * Lets nobody in any more; connections that are open stay, those that carry HTTP end with their
   * next answer.
   */
  public Future<Void> stopAccepting() {
    turnstile.drain();
    Promise<Void> stopped = Promise.promise();
    listening.close().addListener(closed -> stopped.complete());
    return stopped.future();
  }

  /**
   * Stops accepting and ends all connections: WebSockets with 1001, HTTP after the answer that is
   * due. Completes when all are gone; after {@code grace} they are dropped.
   */
  public Future<Void> stop(Duration grace) {
    return stopAccepting()
        .compose(nothing -> onAll(TimedHandler::endGently))
        .onSuccess(nothing -> carriers.endAll())
        .compose(nothing -> allGone(System.nanoTime() + grace.toNanos()));
  }

  private Future<Void> allGone(long deadlineNanos) {
    if (turnstile.connections() == 0) {
      return Future.succeededFuture();
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      return onAll(TimedHandler::endNow);
    }
    Promise<Void> again = Promise.promise();
    loops.all().get(0).schedule(Duration.ofMillis(20), again::complete);
    return again.future().compose(nothing -> allGone(deadlineNanos));
  }

  private Future<Void> onAll(Consumer<TimedHandler> action) {
    Promise<Void> done = Promise.promise();
    AtomicInteger left = new AtomicInteger(loops.all().size());
    for (EdgeLoop loop : loops.all()) {
      loop.execute(
          () -> {
            loop.wheel().all().forEach(action);
            if (left.decrementAndGet() == 0) {
              done.complete();
            }
          });
    }
    return done.future();
  }

  private static Optional<SslContext> tls(EdgeOptions options) throws SSLException {
    if (options.tls().isEmpty()) {
      return Optional.empty();
    }
    TlsOptions tls = options.tls().get();
    return Optional.of(
        SslContextBuilder.forServer(tls.certificateChain().toFile(), tls.privateKey().toFile())
            .protocols("TLSv1.3", "TLSv1.2")
            .build());
  }

  /** What happens to a socket that was accepted. */
  private static final class Accepted extends ChannelInitializer<SocketChannel> {
    private final EdgeLoops loops;
    private final Site site;
    private final Optional<SslContext> tls;
    private final Duration handshakeDeadline;
    private final Duration acknowledgementDue;

    Accepted(EdgeLoops loops, Site site, Optional<SslContext> tls, EdgeOptions options) {
      this.loops = loops;
      this.site = site;
      this.tls = tls;
      this.handshakeDeadline = options.http().headDeadline();
      this.acknowledgementDue = Acknowledgement.due(options.webSocket().heartbeat());
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress remote = channel.remoteAddress();
      if (remote == null) {
        // It was closed before we looked.
        channel.unsafe().closeForcibly();
        return;
      }
      InetAddress address = remote.getAddress();
      Turnstile.Entry entry = site.turnstile().enter(address);
      if (entry == Turnstile.Entry.DROPPED) {
        channel.unsafe().closeForcibly();
        return;
      }
      Acknowledgement.isDueWithin(acknowledgementDue, channel);
      Unsent.isBounded(channel);
      tls.ifPresent(
          context -> {
            SslHandler handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(handshakeDeadline.toMillis());
            channel.pipeline().addLast("tls", handler);
          });
      boolean turnedAway = entry == Turnstile.Entry.TURNED_AWAY;
      channel
          .pipeline()
          .addLast(
              "http",
              new HttpConnection(
                  site, loops.of(channel), new Visit(site.turnstile(), address), turnedAway));
    }
  }
}
