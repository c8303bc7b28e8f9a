package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.transcript.GatewayStage;
import dev.fanfare.testkit.transcript.Player;
import dev.fanfare.testkit.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the transcripts of Pusher's protocol against the production core in memory. */
class TranscriptsTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("fanfare.root")));
  private static final Path FOLDER = ROOT.resolve("test-kit/src/main/resources/transcripts/pusher");
  private static final Pattern NUMBER = Pattern.compile("PUS-[1-9][0-9]*");

  /** Those that need the network; PusherTranscriptsTest in boot plays them. */
  private static final Path OVER_SOCKETS =
      ROOT.resolve("test-kit/src/main/resources/transcripts/pusher-sockets");

  static List<Transcript> transcripts() {
    return Transcript.ofFolder(FOLDER);
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void isPlayedByTheGatewayAsItIsWritten(Transcript transcript) {
    GatewayStage stage =
        new GatewayStage(
            TranscriptCast.cast(), List.of(TranscriptsTest::pusher, TranscriptsTest::fanfare));

    new Player(stage, stage.bindings()).play(transcript);
  }

  @Test
  void everyStatementHasATranscriptThatNamesIt() throws IOException {
    Set<String> played = new TreeSet<>();
    for (Path folder : List.of(FOLDER, OVER_SOCKETS)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Set<String> numbers = numbers(Files.readString(file));
          assertThat(numbers).as(file.toString()).isNotEmpty();
          played.addAll(numbers);
        }
      }
    }
    assertThat(played).isEqualTo(numbers(Files.readString(ROOT.resolve("docs/spec/pusher.md"))));
  }

  static String basic(String key, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((key + ":" + secret).getBytes(UTF_8));
  }

  private static Set<String> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Dialect pusher(TestGateway.World world) {
    return new PusherDialect(
        () -> world.clock().wallMicros() / 1_000, world.clock()::monotonicNanos, 1 << 20);
  }

  private static Dialect fanfare(TestGateway.World world) {
    return new FanfareDialect(
        FanfareOptions.DEFAULT,
        () -> world.clock().wallMicros() / 1_000,
        world.clock()::monotonicNanos);
  }
}
