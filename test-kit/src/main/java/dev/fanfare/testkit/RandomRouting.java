package dev.fanfare.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A TCP load balancer on loopback that sends each connection to any of several ports, as one
 * without stickiness does. Its choice is random, from a seed.
 */
public final class RandomRouting implements AutoCloseable {
  private final ServerSocket listening;
  private final List<Integer> targets;
  private final AtomicIntegerArray routed;
  private final Random random;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Listens, and routes to these ports of loopback from now on. */
  public RandomRouting(long seed, List<Integer> targets) {
    this.targets = List.copyOf(targets);
    this.routed = new AtomicIntegerArray(targets.size());
    this.random = new Random(seed);
    try {
      listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  /** How many connections went to the target at this place of the list. */
  public int routedTo(int target) {
    return routed.get(target);
  }

  /** Stops listening and cuts every connection. */
  @Override
  public void close() {
    shut(listening);
    sockets.forEach(RandomRouting::shut);
    threads.shutdownNow();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        route(listening.accept());
      } catch (IOException over) {
        return;
      }
    }
  }

  private void route(Socket client) {
    int chosen = random.nextInt(targets.size());
    routed.incrementAndGet(chosen);
    sockets.add(client);
    threads.execute(
        () -> {
          try (client;
              Socket server = new Socket(InetAddress.getLoopbackAddress(), targets.get(chosen))) {
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            threads.execute(() -> copy(server, client));
            copy(client, server);
            sockets.remove(server);
          } catch (IOException refused) {
            shut(client);
          } finally {
            sockets.remove(client);
          }
        });
  }

  /** The end of one side is the end of both: the protocols here have no half-open connections. */
  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException over) {
      // Closed by one of the two, which closes the other one too.
    }
  }

  private static void shut(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // It is closed.
    }
  }
}
