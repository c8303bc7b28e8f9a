package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the Autobahn test suite talks to. It needs more room than we give to anybody else. */
public final class AutobahnServer {
  private static final int LONGEST_MESSAGE = 16 << 20;
  private static final int MOST_FRAGMENTS = 100_000;

  private AutobahnServer() {}

  /** Listens on the port that is the only argument; returns when it does. */
  public static void main(String[] arguments) throws Exception {
    EdgeOptions options =
        EdgeOptions.DEFAULT.withWebSocket(
            WebSocketOptions.DEFAULT.withMaxFragments(MOST_FRAGMENTS));
    EdgeServer.start(
            EdgeLoops.start(1, Transport.AUTO),
            "0.0.0.0",
            Integer.parseInt(arguments[0]),
            options,
            List.of(new EchoDialect()),
            new EchoGate(LONGEST_MESSAGE))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
