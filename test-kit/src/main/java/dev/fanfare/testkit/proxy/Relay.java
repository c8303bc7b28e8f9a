package dev.fanfare.testkit.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection through a gate: two threads, one for each direction. */
final class Relay implements AutoCloseable {
  private static final int CHUNK_BYTES = 32 * 1024;
  private static final int CONNECT_MILLIS = 2_000;

  private final Gate gate;
  private final Socket client;
  private final Socket server = new Socket();

  Relay(Gate gate, Socket client) {
    this.gate = gate;
    this.client = client;
  }

  /** Returns when both directions have ended or the connection was cut; it is closed then. */
  void run(InetSocketAddress target) throws InterruptedException {
    gate.add(this);
    try {
      if (gate.passes()) {
        server.connect(target, CONNECT_MILLIS);
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().start(() -> carry(server, client));
        carry(client, server);
        back.join();
      }
    } catch (IOException nobodyThere) {
      // the client learns it by the reset
    } finally {
      close();
      gate.remove(this);
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      int read = 0;
      while (read >= 0) {
        read = from.getInputStream().read(chunk);
        if (!gate.passes()) {
          close();
          return;
        }
        if (read > 0) {
          to.getOutputStream().write(chunk, 0, read);
        }
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      close();
    } catch (InterruptedException ended) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  /** Resets both sides. */
  @Override
  public void close() {
    reset(client);
    reset(server);
  }

  static void reset(Socket socket) {
    try (socket) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException gone) {
      // it is closed, which is all that was wanted
    }
  }
}
