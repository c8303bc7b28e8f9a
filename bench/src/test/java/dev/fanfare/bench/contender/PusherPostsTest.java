package dev.fanfare.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.bench.http.Posts.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PusherPostsTest {
  private static final Instant THEN = Instant.ofEpochSecond(1_353_088_179);

  private final PusherPosts posts =
      new PusherPosts("3", "278d425bdf160c739803", "7ad3773142a6692b25b8", () -> THEN);

  /** The worked example of Pusher's HTTP API reference. */
  @Test
  void aRequestIsSignedAsPusherDocumentsIt() {
    String body =
        "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";

    assertThat(posts.target("/apps/3/events", body))
        .isEqualTo(
            "/apps/3/events?auth_key=278d425bdf160c739803&auth_timestamp=1353088179"
                + "&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f"
                + "&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c");
  }

  @Test
  void oneEventGoesToEvents() {
    String request = text(posts.request(List.of(new Event("room", "x"))));

    assertThat(request)
        .startsWith("POST /apps/3/events?auth_key=")
        .contains("\r\nContent-Length: 47\r\n")
        .endsWith("\r\n\r\n{\"name\":\"bench\",\"channels\":[\"room\"],\"data\":\"x\"}");
  }

  @Test
  void severalGoToBatchEvents() {
    String request = text(posts.request(List.of(new Event("a", "1"), new Event("b", "2"))));

    assertThat(request)
        .startsWith("POST /apps/3/batch_events?auth_key=")
        .endsWith(
            "{\"batch\":[{\"channel\":\"a\",\"name\":\"bench\",\"data\":\"1\"},"
                + "{\"channel\":\"b\",\"name\":\"bench\",\"data\":\"2\"}]}");
  }

  private static String text(byte[] request) {
    return new String(request, StandardCharsets.US_ASCII);
  }
}
