package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.HttpCalls;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} with a member of the real store inside. */
class DevStoreTest {
  @TempDir Path folder;

  @Test
  void devRunsOnOneMemberOfTheRealStore() throws Exception {
    try (DevServer dev = DevServer.start(folder, "--port", "0", "--store", "hazelcast")) {
      HttpCalls calls = calls(dev.port()).basic("dev", "dev-secret");

      HttpCalls.Answer published = calls.post("/v1/channels/demo:chat/messages", "{\"data\":1}");

      assertThat(published.status()).as(published.text()).isBetween(200, 201);
      assertThat(calls.get("/v1/channels/demo:chat/messages").text()).contains("\"o\":1");
      assertThat(calls(dev.managementPort()).get("/metrics").text())
          .contains("fanfare_store_members 1.0");
      assertThat(dev.stop()).isZero();
    }
  }

  private static HttpCalls calls(int port) {
    return HttpCalls.to(URI.create("http://127.0.0.1:" + port));
  }
}
