package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.Spec;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams over HTTP on which nobody says anything: a sign of life keeps proxies from taking them
 * for dead, and tells clients that they are not.
 */
@Timeout(60)
class SilentStreamsTest {
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder().encodeToString("dev:dev-secret".getBytes(StandardCharsets.UTF_8));

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @Spec({"NAT-38", "SSE-10"})
  void aSilentStreamCarriesSignsOfLife(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("fanfare.yaml");
    Files.writeString(config, "heartbeat:\n  every: 1s\n");
    try (DevServer server = DevServer.start(folder, "--port", "0", "--config", config.toString())) {
      URI base = URI.create("http://localhost:" + server.port());
      HttpRequest stream =
          HttpRequest.newBuilder(base.resolve("/v1/stream"))
              .POST(
                  BodyPublishers.ofString(
                      "{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"dev:dev-secret\"}"))
              .build();
      HttpRequest events =
          HttpRequest.newBuilder(base.resolve("/v1/sse?channels=quiet"))
              .header("Authorization", BASIC)
              .build();

      hearsTwice(stream, line -> line.equals("{}"));
      hearsTwice(events, line -> line.startsWith(":"));
    }
  }

  private void hearsTwice(HttpRequest request, Predicate<String> signOfLife) throws Exception {
    try (InputStream body = http.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      int heard = 0;
      for (String line = lines.readLine(); line != null && heard < 2; line = lines.readLine()) {
        if (signOfLife.test(line)) {
          heard++;
        }
      }
      assertThat(heard).isEqualTo(2);
    }
  }
}
