package dev.fanfare.gateway.edge.loop;

import java.util.List;

/** How the operating system is asked about sockets. */
public enum Transport {
  /** The best that is there and trusted: epoll on Linux, else NIO. */
  AUTO,
  /** Linux' epoll, natively. */
  EPOLL,
  /** Linux' io_uring; needs its native library on the class path. */
  IO_URING,
  /** The JDK's own. */
  NIO;

  io.vertx.core.transport.Transport implementation() {
    return switch (this) {
      case AUTO ->
          isAvailable(io.vertx.core.transport.Transport.EPOLL)
              ? io.vertx.core.transport.Transport.EPOLL
              : io.vertx.core.transport.Transport.NIO;
      case EPOLL -> demand(io.vertx.core.transport.Transport.EPOLL);
      case IO_URING -> demand(io.vertx.core.transport.Transport.IO_URING);
      case NIO -> io.vertx.core.transport.Transport.NIO;
    };
  }

  /** Those that work on this machine, in the order of preference. */
  public static List<Transport> available() {
    return List.of(EPOLL, IO_URING, NIO).stream()
        .filter(
            transport ->
                switch (transport) {
                  case EPOLL -> isAvailable(io.vertx.core.transport.Transport.EPOLL);
                  case IO_URING -> isAvailable(io.vertx.core.transport.Transport.IO_URING);
                  case NIO, AUTO -> true;
                })
        .toList();
  }

  private io.vertx.core.transport.Transport demand(
      io.vertx.core.transport.@org.jspecify.annotations.Nullable Transport implementation) {
    if (implementation == null || !implementation.available()) {
      throw new IllegalArgumentException(
          "The transport " + this + " does not work on this machine. Use one of " + available());
    }
    return implementation;
  }

  // Vert.x has null in place of a transport whose classes are not there.
  private static boolean isAvailable(
      io.vertx.core.transport.@org.jspecify.annotations.Nullable Transport implementation) {
    return implementation != null && implementation.available();
  }
}
