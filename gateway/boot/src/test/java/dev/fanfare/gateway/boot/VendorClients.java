package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pusher's own libraries, unmodified, against one port of app 1002 of a {@link LocalCluster}. */
final class VendorClients {
  private static final String KEY = "vendor";
  private static final String SECRET = "another-secret-of-at-least-thirty-two-bytes";

  private final String port;

  VendorClients(int port) {
    this.port = Integer.toString(port);
  }

  /** All that need no browser, side by side, each in an app of its own, since they mostly wait. */
  void work() throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    all.add(
        () -> {
          JavaLibraries.work(Integer.parseInt(port), "1003", KEY + "-java", SECRET);
          return null;
        });
    if (NodeScript.has("pusher-js")) {
      all.add(
          () -> {
            assertThat(runs("pusher.mjs", "localhost", port, "1002", KEY, SECRET))
                .last()
                .isEqualTo("done");
            return null;
          });
      all.add(
          () -> {
            assertThat(runs("pusher-fallback.mjs", "node", port, KEY + "-fallback", SECRET))
                .containsExactly("xhr_streaming", "xhr_polling", "done");
            return null;
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> running = all.stream().map(threads::submit).toList();
      for (Future<Void> each : running) {
        get(each);
      }
    }
  }

  /** The fallbacks of the client in a browser. */
  void workInABrowser() throws Exception {
    assertThat(runs("pusher-fallback.mjs", "browser", port, KEY, SECRET))
        .containsExactly("xhr_streaming", "xhr_polling", "sockjs", "sockjs-htmlfile", "done");
  }

  private static void get(Future<Void> running) throws Exception {
    try {
      running.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("A library failed", failed.getCause());
    }
  }

  private static List<String> runs(String... arguments) throws IOException, InterruptedException {
    try (NodeScript node = NodeScript.start(arguments)) {
      return node.saysAll();
    }
  }
}
