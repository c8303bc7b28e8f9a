package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.loop.EdgeLoops;
import dev.fanfare.gateway.edge.loop.Transport;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server of one stream, as a process that a test can start within a network of its own. It prints
 * what happens to the stream, to which it sends a word twice a second.
 */
final class LonelyServer {
  private LonelyServer() {}

  /** Listens on an address, given as the first argument. */
  public static void main(String[] arguments) throws Exception {
    EchoGate gate = new EchoGate(1 << 20);
    EdgeLoops loops = EdgeLoops.start(1, Transport.AUTO);
    EdgeServer server =
        EdgeServer.start(
                loops,
                arguments[0],
                0,
                EdgeOptions.DEFAULT.withWebSocket(
                    WebSocketOptions.DEFAULT.withHeartbeat(Duration.ofSeconds(2))),
                List.of(new EchoDialect()),
                gate)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    say("port " + server.port());
    Told told = gate.nextWithin(Duration.ofSeconds(20));
    while (!(told instanceof Told.Closed)) {
      if (told instanceof Told.Opened(Link link)) {
        say("opened");
        speak(link);
      }
      told = gate.nextWithin(Duration.ofSeconds(30));
    }
    say("closed");
    Runtime.getRuntime().halt(0);
  }

  private static void speak(Link link) {
    link.loop()
        .schedule(
            Duration.ofMillis(500),
            () -> {
              link.send(new byte[] {'x', '\n'}, false, 1);
              speak(link);
            });
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
