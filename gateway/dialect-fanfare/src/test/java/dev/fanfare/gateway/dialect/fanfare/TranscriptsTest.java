package dev.fanfare.gateway.dialect.fanfare;

import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.transcript.Bindings;
import dev.fanfare.testkit.transcript.GatewayStage;
import dev.fanfare.testkit.transcript.Player;
import dev.fanfare.testkit.transcript.Step;
import dev.fanfare.testkit.transcript.Transcript;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the transcripts against the production core in memory. */
class TranscriptsTest {

  static List<Transcript> transcripts() {
    return Transcript.ofFolder(Repository.file("test-kit/src/main/resources/transcripts/native"));
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  @Spec({"NAT-12", "NAT-23", "NAT-38"})
  void isPlayedByTheGatewayAsItIsWritten(Transcript transcript) {
    GatewayStage stage =
        new GatewayStage(
            world ->
                new FanfareDialect(
                    FanfareOptions.DEFAULT,
                    () -> world.clock().wallMicros() / 1_000,
                    world.clock()::monotonicNanos));

    new Player(stage, stage.bindings()).play(transcript);
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void sendsFramesThatAreValidUnlessTheyAreRefused(Transcript transcript) {
    List<Step> steps = transcript.steps();
    boolean refuses =
        steps.stream()
            .anyMatch(
                step -> step instanceof Step.Receive got && got.expected().contains("\"err\""));
    if (!refuses) {
      steps.forEach(
          step -> {
            if (step instanceof Step.Send send) {
              send.message().lines().forEach(TranscriptsTest::acceptsFrame);
            }
          });
    }
  }

  private static void acceptsFrame(String frame) {
    Bindings anything = new Bindings();
    for (String name : List.of("alice", "bob", "minute")) {
      anything.with(name, "token");
    }
    anything
        .with("key", "id:secret")
        .with("reader", "id:secret")
        .with("e", "abc")
        .with("next", "x");
    FrameSchema.CLIENT.accepts(anything.substitute(frame));
  }
}
