package dev.fanfare.gateway.edge.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** Ways to end a socket. */
@SuppressWarnings("FutureReturnValueIgnored") // a socket that cannot be ended has ended
public final class Goodbye {
  private Goodbye() {}

  /**
   * Says that nothing more is sent, and leaves the way in open: closing a socket on which unread
   * bytes wait would make the operating system take back what was sent last.
   */
  public static void endOutput(ChannelHandlerContext ctx) {
    SslHandler tls = ctx.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutDownOutput(ctx.channel());
    } else {
      tls.closeOutbound().addListener(done -> shutDownOutput(ctx.channel()));
    }
  }

  /** Ends a socket at once, whatever waits. */
  public static void drop(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    channel.unsafe().close(channel.voidPromise());
  }

  private static void shutDownOutput(Channel channel) {
    if (channel.isActive() && channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
