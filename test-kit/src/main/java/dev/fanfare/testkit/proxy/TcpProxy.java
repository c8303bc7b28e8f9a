package dev.fanfare.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Stands before a server of this machine. Who connects to it reaches the server through a {@link
 * Gate}. While the server is away a connection is taken and then reset.
 */
public final class TcpProxy implements AutoCloseable {
  /** Of one proxy at a time; further ones are reset. */
  public static final int MOST_CONNECTIONS = 1_000;

  private final ServerSocket listening;
  private final InetSocketAddress target;
  private final Function<InetSocketAddress, Optional<Gate>> gates;
  private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TcpProxy(
      ServerSocket listening,
      InetSocketAddress target,
      Function<InetSocketAddress, Optional<Gate>> gates) {
    this.listening = listening;
    this.target = target;
    this.gates = gates;
  }

  /** Listens on a free port of the loopback address; all connections share the gate. */
  public static TcpProxy to(InetSocketAddress target, Gate gate) throws IOException {
    return to(target, client -> Optional.of(gate));
  }

  /**
   * Listens on a free port of the loopback address.
   *
   * @param gates which gate a client has, by the address it connects from; asked on a thread of the
   *     connection, which may block. A client without one is reset.
   */
  public static TcpProxy to(
      InetSocketAddress target, Function<InetSocketAddress, Optional<Gate>> gates)
      throws IOException {
    ServerSocket listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    TcpProxy proxy = new TcpProxy(listening, target, gates);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (free.tryAcquire()) {
          threads.execute(() -> serve(client));
        } else {
          Relay.reset(client);
        }
      } catch (IOException closed) {
        // the loop looks whether it was us
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Optional<Gate> gate = gates.apply((InetSocketAddress) client.getRemoteSocketAddress());
      if (gate.isPresent()) {
        new Relay(gate.get(), client).run(target);
      } else {
        Relay.reset(client);
      }
    } catch (IOException gone) {
      // so has the client
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /** Breaks all its connections and takes no more. */
  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
