package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.backend.memory.MemorySessionDirectory;
import dev.fanfare.gateway.edge.carried.CarriedOptions;
import dev.fanfare.gateway.edge.carried.Carriers;
import dev.fanfare.gateway.edge.carried.SessionIds;
import dev.fanfare.gateway.edge.http.Site.Entry;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.gateway.edge.peers.Passes;
import dev.fanfare.gateway.edge.peers.Peers;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Two gateways that know each other. */
final class Pair implements AutoCloseable {
  final Member one;
  final Member two;

  /** One of them. */
  static final class Member {
    final EdgeLoops loops = EdgeLoops.start(2, Transport.AUTO);
    final EchoGate gate = new EchoGate(2 << 20);
    final Passes passes;
    final EdgeServer clients;
    final EdgeServer gateways;

    Member(MemorySessionDirectory directory, int seed) {
      ClusterSecret secret = new ClusterSecret(List.of(new byte[32]));
      passes = new Passes(secret.seal("peers"), directory::self, new Random(seed));
      Carriers carriers =
          new Carriers(
              CarriedOptions.DEFAULT,
              gate,
              directory,
              new SessionIds(secret.seal("session"), new Random(seed)),
              System::nanoTime);
      clients =
          start(
              EdgeOptions.DEFAULT,
              carriers,
              new Entry.Clients(Optional.of(new Peers(loops, passes))));
      gateways = start(EdgeOptions.FOR_GATEWAYS, carriers, new Entry.Gateways(passes));
      directory.listensAt(InetSocketAddress.createUnresolved("localhost", gateways.port()));
    }

    RawClient connect() throws Exception {
      return new RawClient(clients.port());
    }

    /** It goes away without a word. */
    void dies() {
      await(gateways.stop(Duration.ofMillis(100)));
    }

    private EdgeServer start(EdgeOptions options, Carriers carriers, Entry entry) {
      return await(
          EdgeServer.start(
              loops, "localhost", 0, options, List.of(new EchoDialect()), gate, carriers, entry));
    }

    private void close() {
      Duration grace = Duration.ofMillis(200);
      await(clients.stop(grace));
      await(gateways.stop(grace).eventually(loops::close));
    }
  }

  Pair() {
    LeakWatch.begin();
    MemorySessionDirectory directory = MemorySessionDirectory.alone("one");
    one = new Member(directory, 1);
    two = new Member(directory.beside("two"), 2);
  }

  @Override
  public void close() {
    one.close();
    two.close();
    LeakWatch.check();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(15, TimeUnit.SECONDS).join();
  }
}
