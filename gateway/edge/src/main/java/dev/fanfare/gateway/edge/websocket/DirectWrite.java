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
 *
 * <p>It has no objects: each would be one more to fetch from memory for each delivery.
 */
final class DirectWrite {
  private DirectWrite() {}

  /** The socket of this context's handler, if there is a way past Netty. */
  static @Nullable Socket of(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    return channel instanceof EpollSocketChannel epoll
            && epoll.fd() instanceof Socket socket
            && ctx.pipeline().firstContext().equals(ctx)
        ? socket
        : null;
  }

  /**
   * Writes what the system takes of a buffer's bytes and leaves the buffer as it is. Nothing else
   * may wait for this socket.
   *
   * @return how many bytes it took: 0 as well when it cannot be done this way, or the socket is
   *     broken, which the next ordinary write will find
   */
  static int write(Socket socket, ByteBuf bytes) {
    // A number of a closed file may already be another's: loops close their sockets themselves.
    if (!socket.isOpen() || !bytes.hasMemoryAddress()) {
      return 0;
    }
    try {
      return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
    } catch (IOException broken) {
      return 0;
    }
  }
}
