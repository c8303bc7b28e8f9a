package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An echo server on a port of its own. */
final class TestServer implements AutoCloseable {
  private static final int TRUSTED_BYTES = 2 << 20;

  private final EdgeLoops loops;
  private final EdgeServer server;
  private final EchoGate gate;

  private TestServer(EdgeLoops loops, EdgeServer server, EchoGate gate) {
    this.loops = loops;
    this.server = server;
    this.gate = gate;
  }

  static TestServer start() throws Exception {
    return start(EdgeOptions.DEFAULT);
  }

  static TestServer start(EdgeOptions options) throws Exception {
    return start(options, TRUSTED_BYTES, Transport.AUTO);
  }

  static TestServer start(EdgeOptions options, int trustedBytes, Transport transport)
      throws Exception {
    LeakWatch.begin();
    EdgeLoops loops = EdgeLoops.start(2, transport);
    EchoGate gate = new EchoGate(trustedBytes);
    EdgeServer server =
        EdgeServer.start(loops, "127.0.0.1", 0, options, List.of(new EchoDialect()), gate)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return new TestServer(loops, server, gate);
  }

  int port() {
    return server.port();
  }

  EchoGate gate() {
    return gate;
  }

  EdgeServer server() {
    return server;
  }

  EdgeLoops loops() {
    return loops;
  }

  /** Waits until so many sockets are open. */
  void hasConnections(int expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (server.connections() != expected) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Still " + server.connections() + " open, not " + expected);
      }
      Thread.onSpinWait();
    }
  }

  /** Waits until messages and bodies that are not complete take so much, or more. */
  void hasUnfinished(long bytes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (bytes == 0 ? server.unfinishedBytes() != 0 : server.unfinishedBytes() < bytes) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("They take " + server.unfinishedBytes() + ", not " + bytes);
      }
      Thread.onSpinWait();
    }
  }

  RawClient connect() throws Exception {
    return new RawClient(port());
  }

  @Override
  public void close() {
    server
        .stop(Duration.ofMillis(200))
        .compose(stopped -> loops.close())
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    LeakWatch.check();
  }
}
