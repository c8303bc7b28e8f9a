package dev.fanfare.gateway.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fanfare.gateway.channel.Step;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import dev.fanfare.protocol.Result.Continuity;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Replay a failing seed with {@code -Dfanfare.seed=N}; run more of them with {@code -Dfull}. */
class SimulationTest {
  private static final int SEEDS = Boolean.getBoolean("fanfare.full") ? 10_000 : 2_000;
  private static final int SEEDS_TO_FIND_A_FAULT = 300;

  @Test
  void nothingIsLostOrDoubledOrOutOfOrderAndEverybodyIsToldInTheEnd() {
    Long chosen = Long.getLong("fanfare.seed");
    long delivered =
        (chosen == null ? LongStream.range(0, SEEDS) : LongStream.of(chosen))
            .map(SimulationTest::run)
            .sum();

    assertThat(delivered).as("deliveries in all").isPositive();
  }

  @Test
  void aSwallowedMessageIsFound() {
    isFound(
        () ->
            new Sabotage() {
              private int count;

              @Override
              void live(Step step, Consumer<Step> out) {
                if (!(step instanceof Step.Deliver) || ++count != 20) {
                  out.accept(step);
                }
              }
            },
        "came after",
        "not everything was told");
  }

  @Test
  void aRepeatedMessageIsFound() {
    isFound(
        () ->
            new Sabotage() {
              private int count;

              @Override
              void live(Step step, Consumer<Step> out) {
                out.accept(step);
                if (step instanceof Step.Deliver && ++count == 20) {
                  out.accept(step);
                }
              }
            },
        "came after");
  }

  @Test
  void aLossThatIsToldAsASkipIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              void replay(Step step, Consumer<Step> out) {
                out.accept(
                    step instanceof Step.Gap gap ? new Step.Skip(gap.from(), gap.to()) : step);
              }

              @Override
              void live(Step step, Consumer<Step> out) {
                replay(step, out);
              }
            },
        "silently missing");
  }

  @Test
  void aMessageThatIsToldAsASkipIsFound() {
    isFound(
        () ->
            new Sabotage() {
              private int count;

              @Override
              void replay(Step step, Consumer<Step> out) {
                boolean swallow = step instanceof Step.Deliver && ++count % 10 == 0;
                long offset = step instanceof Step.Deliver it ? it.entry().offset() : 0;
                out.accept(swallow ? new Step.Skip(offset, offset) : step);
              }
            },
        "silently missing");
  }

  @Test
  void anEpochThatIsNotToldIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              void live(Step step, Consumer<Step> out) {
                if (!(step instanceof Step.EpochBegan)) {
                  out.accept(step);
                }
              }
            },
        "epoch");
  }

  @Test
  void aFalseFullIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              Resolved resolved(Resolved resolved) {
                return new Resolved(resolved.position(), new Continuity.Full(), resolved.head());
              }
            },
        "full after");
  }

  @Test
  void aPublishWithoutItsIdIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              Submission submitted(Submission submission) {
                return new Submission(submission.draft(), Optional.empty());
              }
            },
        "published twice");
  }

  @Test
  void anAcknowledgementWithoutABackupIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              boolean waitsForBackup() {
                return false;
              }
            },
        "acknowledged");
  }

  @Test
  void anAnswerThatTheBackupHasNotConfirmedIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              boolean confirmsReads() {
                return false;
              }
            },
        "delivered, but lost");
  }

  @Test
  void aMemberThatCountsTheOthersInsteadOfAskingThemIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              boolean asksWhoIsLeft() {
                return false;
              }
            },
        "acknowledged");
  }

  @Test
  void aDeadGatewayThatIsNotRefusedIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              boolean fences() {
                return false;
              }
            },
        "a dead gateway was answered");
  }

  @Test
  void aDeadGatewayThatIsNotReapedIsFound() {
    isFound(
        () ->
            new Sabotage() {
              @Override
              boolean reaps() {
                return false;
              }
            },
        "a ghost");
  }

  private static long run(long seed) {
    try {
      return new Simulation(seed, Sabotage.NONE).run();
    } catch (RuntimeException | Error broken) {
      throw new AssertionError(
          "Seed " + seed + " (replay it with -Dfanfare.seed=" + seed + "): " + broken, broken);
    }
  }

  private static void isFound(Supplier<Sabotage> planted, String... says) {
    for (long seed = 0; seed < SEEDS_TO_FIND_A_FAULT; seed++) {
      try {
        new Simulation(seed, planted.get()).run();
      } catch (Violation found) {
        assertThat(found.getMessage()).containsAnyOf(says);
        return;
      }
    }
    fail("the fault was not found in %s seeds", SEEDS_TO_FIND_A_FAULT);
  }
}
