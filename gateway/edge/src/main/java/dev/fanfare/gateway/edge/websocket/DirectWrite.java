package dev.fanfare.gateway.edge.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes to the operating system without Netty's queue between: only where that is the same,
 * which is a plain epoll socket that no other handler (TLS, say) writes to. On the loop only.
 */
final class DirectWrite {
  /** There is no way past Netty. */
  static final DirectWrite NEVER = new DirectWrite(null);

  private final @Nullable Socket socket;

  private DirectWrite(@Nullable Socket socket) {
    this.socket = socket;
  }

  /** The way past Netty for the handler of this context, if there is one. */
  static DirectWrite to(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    return channel instanceof EpollSocketChannel epoll
            && epoll.fd() instanceof Socket socket
            && ctx.pipeline().firstContext().equals(ctx)
        ? new DirectWrite(socket)
        : NEVER;
  }

  /** Whether there is a way at all. */
  boolean isPossible() {
    return socket != null;
  }

  /**
   * Writes what the system takes of a buffer's bytes and leaves the buffer as it is. Nothing else
   * may wait for this socket.
   *
   * @return how many bytes it took: 0 as well when it cannot be done this way, or the socket is
   *     broken, which the next ordinary write will find
   */
  int write(ByteBuf bytes) {
    // A number of a closed file may already be another's: loops close their sockets themselves.
    if (socket == null || !socket.isOpen() || !bytes.hasMemoryAddress()) {
      return 0;
    }
    try {
      return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
    } catch (IOException broken) {
      return 0;
    }
  }
}
