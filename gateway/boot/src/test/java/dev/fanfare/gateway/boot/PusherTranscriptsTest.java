package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.Pusher;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.testkit.HttpCalls;
import dev.fanfare.testkit.transcript.Bindings;
import dev.fanfare.testkit.transcript.Cast;
import dev.fanfare.testkit.transcript.HookInbox;
import dev.fanfare.testkit.transcript.Player;
import dev.fanfare.testkit.transcript.SocketStage;
import dev.fanfare.testkit.transcript.Transcript;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays those transcripts of Pusher's protocol that need the network, against {@code dev} as users
 * start it. They mostly wait, so all are played at once.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PusherTranscriptsTest {
  private static final Path FOLDER =
      Path.of(Objects.requireNonNull(System.getProperty("fanfare.root")))
          .resolve("test-kit/src/main/resources/transcripts/pusher-sockets");

  /** What most transcripts use; nobody hears there how many subscribers there are. */
  private static final String APP = "1002";

  private static final String KEY = "quiet";
  private static final String SECRET = "quiet-secret";

  /** Everything is switched on there. */
  private static final String COUNTING = "1001:counting:counting-secret";

  private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
  private Map<String, Future<?>> played = Map.of();
  private HookInbox hooks;
  private DevServer server;

  static List<Transcript> transcripts() {
    return Transcript.ofFolder(FOLDER);
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    hooks = HookInbox.start();
    String quiet = String.join(":", APP, KEY, SECRET);
    server =
        DevServer.start(
            folder, "--port", "0", "--webhook", hooks.url(), "--app", COUNTING, "--app", quiet);
    HttpCalls.Answer answer =
        HttpCalls.to(URI.create("http://127.0.0.1:" + server.port()))
            .bearer(server.operatorToken())
            .with("Content-Type", "application/merge-patch+json")
            .call(
                "PATCH",
                "/v1/operator/apps/" + APP,
                "{\"options\":{\"subscriptionCounts\":false}}".getBytes(UTF_8));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    played =
        transcripts().stream()
            .collect(
                Collectors.toMap(
                    Transcript::name, transcript -> players.submit(() -> play(transcript))));
  }

  @AfterAll
  void stop() {
    players.shutdownNow();
    server.close();
    hooks.close();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void isPlayedOverSocketsAsItIsWritten(Transcript transcript) throws Throwable {
    try {
      Objects.requireNonNull(played.get(transcript.name())).get(100, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }

  private void play(Transcript transcript) {
    Cast cast =
        new Cast(
            List.of(), time -> names(), "/app/" + KEY + "?protocol=7", PusherTranscriptsTest::call);
    try (SocketStage stage =
        new SocketStage(cast, "127.0.0.1:" + server.port(), hooks, SystemTime.INSTANCE)) {
      new Player(stage, names()).play(transcript);
    }
  }

  private static Bindings names() {
    return new Bindings()
        .with("key", KEY)
        .with("d10000", "d".repeat(10_000))
        .signing(text -> KEY + ":" + hex(text));
  }

  /** Calls of the API are signed by Pusher's own library; those of clients say who they are. */
  private static Cast.Call call(String method, String target, Optional<String> body, Time time) {
    if (!target.startsWith("/apps/")) {
      return new Cast.Call(target, Map.of());
    }
    Pusher pusher = new Pusher(APP, KEY, SECRET);
    URI signed = pusher.signedUri(method, target, body.orElse(null), new HashMap<>());
    return new Cast.Call(signed.getRawPath() + "?" + signed.getRawQuery(), Map.of());
  }

  private static String hex(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
