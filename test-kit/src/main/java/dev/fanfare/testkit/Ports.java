package dev.fanfare.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that must know theirs before they start, or keep it over several lives. They
 * are none of those that the system hands out to whoever connects (from 32,768 on, on Linux): such
 * a port may be somebody's a moment after it was found free.
 */
public final class Ports {
  private static final int FIRST = 14_000;
  private static final int END = 32_000;

  /** Each process begins elsewhere. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, END));

  private Ports() {}

  /** A port of loopback that nobody listens on; another one at each call. Any thread. */
  public static int free() {
    for (int tried = 0; tried < END - FIRST; tried++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement() - FIRST, END - FIRST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one.
      }
    }
    throw new IllegalStateException("Somebody listens on every port of loopback");
  }
}
