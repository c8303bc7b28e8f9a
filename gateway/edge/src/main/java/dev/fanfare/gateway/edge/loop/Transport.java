package dev.fanfare.gateway.edge.loop;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /** What Vert.x calls it. */
  io.vertx.core.transport.Transport implementation() {
    require();
    return switch (this) {
      case AUTO ->
          isAvailable(io.vertx.core.transport.Transport.EPOLL)
              ? io.vertx.core.transport.Transport.EPOLL
              : io.vertx.core.transport.Transport.NIO;
      case EPOLL -> io.vertx.core.transport.Transport.EPOLL;
      case IO_URING -> io.vertx.core.transport.Transport.IO_URING;
      case NIO -> io.vertx.core.transport.Transport.NIO;
    };
  }

  /**
   * Checks that it works on this machine.
   *
   * @throws IllegalArgumentException where it does not; the message names those that do
   */
  public void require() {
    List<Transport> available = available();
    if (this != AUTO && !available.contains(this)) {
      throw new IllegalArgumentException(
          "The transport %s does not work on this machine; %s."
              .formatted(
                  word(),
                  available.stream().map(Transport::word).collect(Collectors.joining(" and "))
                      + (available.size() == 1 ? " does" : " do")));
    }
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

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  // Vert.x has null in place of a transport whose classes are not there.
  private static boolean isAvailable(
      io.vertx.core.transport.@org.jspecify.annotations.Nullable Transport implementation) {
    return implementation != null && implementation.available();
  }
}
