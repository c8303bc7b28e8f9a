package dev.fanfare.gateway.edge.peers;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.peers.Peers.Errand;
import dev.fanfare.gateway.port.Subscription;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to the gateway that owns its session, and the response on its way back.
 * Everything happens on the loop of the client's socket. Where the owner cannot be reached, or goes
 * away before it answered, the client hears that there is no such session; where it goes away
 * later, the response breaks off.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the socket
final class Relay extends ChannelInboundHandlerAdapter implements Entrance, Connection {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int PAUSE_BYTES = 131_072;
  private static final int DONE = 1000;

  /** What concerns one connection only, or is said anew by whoever carries the response. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          Passes.HEADER,
          Trust.HEADER);

  private final Errand errand;
  private final String pass;
  private final EdgeLoops loops;
  private @Nullable Link link;
  private @Nullable Channel channel;
  private @Nullable Subscription deadline;
  private boolean begun;
  private boolean over;

  Relay(Errand errand, String pass, EdgeLoops loops) {
    this.errand = errand;
    this.pass = pass;
    this.loops = loops;
  }

  // What the client's side tells.

  @Override
  public Connection open(Link opened) {
    link = opened;
    deadline = opened.loop().schedule(errand.headWithin(), this::tooLate);
    loops
        .resolve(errand.address())
        .onComplete(
            found ->
                opened
                    .loop()
                    .execute(
                        () -> {
                          if (found.succeeded()) {
                            connect(opened, found.result());
                          } else {
                            fail();
                          }
                        }));
    return this;
  }

  private void connect(Link to, InetSocketAddress address) {
    if (over) {
      return;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(to.loop().eventLoop())
            .channelFactory(loops.channels())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    fresh.pipeline().addLast(new HttpResponseDecoder(), Relay.this);
                  }
                })
            .connect(address);
    channel = connecting.channel();
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            fail();
          }
        });
  }

  @Override
  public void abandoned() {
    // Nobody was asked yet.
  }

  @Override
  public void received(byte[] message, boolean binary) {
    throw new IllegalStateException("The body was there before");
  }

  @Override
  public void delivered(int messages, long bytes) {
    // The owner counts what it has written to us.
  }

  @Override
  public void closed(boolean clean, int code) {
    end();
  }

  // What the owner's side tells.

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(request(ctx));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object part) {
    try {
      Link to = link;
      if (over || to == null) {
        return;
      }
      if (part instanceof HttpResponse response) {
        if (response.decoderResult().isFailure()) {
          fail();
          return;
        }
        begin(to, response);
      }
      if (part instanceof HttpContent content) {
        pass(ctx, to, content);
      }
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail();
  }

  private void begin(Link to, HttpResponse response) {
    begun = true;
    stopDeadline();
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : response.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!NOT_FORWARDED.contains(name)) {
        headers.merge(name, header.getValue(), (one, other) -> one + ", " + other);
      }
    }
    if (response.headers().contains(Trust.HEADER)) {
      to.trusted(0);
    }
    to.begin(response.status().code(), headers);
  }

  private void pass(ChannelHandlerContext ctx, Link to, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      fail();
      return;
    }
    if (content.content().isReadable()) {
      to.send(ByteBufUtil.getBytes(content.content()), false, 0);
    }
    if (content instanceof LastHttpContent) {
      end();
      to.close(DONE, "");
    } else if (to.waitingBytes() > PAUSE_BYTES) {
      ctx.channel().config().setAutoRead(false);
      to.whenBelow(PAUSE_BYTES / 2, () -> ctx.channel().config().setAutoRead(true));
    }
  }

  private void tooLate() {
    if (!begun) {
      fail();
    }
  }

  /** The owner is gone, or says what is no HTTP. */
  private void fail() {
    Link to = link;
    if (over || to == null) {
      return;
    }
    end();
    if (begun) {
      to.drop();
    } else {
      HttpAnswer unknown = errand.unknown();
      to.begin(unknown.status(), unknown.headers());
      to.send(unknown.body(), false, 0);
      to.close(DONE, "");
    }
  }

  private void end() {
    over = true;
    stopDeadline();
    if (channel != null) {
      channel.close();
    }
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.close();
      deadline = null;
    }
  }

  private ByteBuf request(ChannelHandlerContext ctx) {
    StringBuilder head = new StringBuilder(512);
    head.append(errand.head().method())
        .append(' ')
        .append(errand.target())
        .append(" HTTP/1.1\r\nhost: ")
        .append(errand.peer())
        .append("\r\nconnection: close\r\n")
        .append(Passes.HEADER)
        .append(": ")
        .append(pass)
        .append("\r\ncontent-length: ")
        .append(errand.body().length)
        .append("\r\n");
    errand
        .head()
        .headers()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name)) {
                values.forEach(
                    value -> head.append(name).append(": ").append(value).append("\r\n"));
              }
            });
    head.append("\r\n");
    byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    return ctx.alloc()
        .directBuffer(bytes.length + errand.body().length)
        .writeBytes(bytes)
        .writeBytes(errand.body());
  }
}
