package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Any changes that a log may meet, one after the other. */
final class RandomChanges {
  final LogOnTheBench bench = new LogOnTheBench();
  private final Random random;

  RandomChanges(Random random) {
    this.random = random;
  }

  void next() {
    bench.delta = Delta.NONE;
    bench.advance(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 100_000 : 500)));
    switch (random.nextInt(12)) {
      case 0 -> bench.bounds = anyBounds();
      case 1 -> bench.writer = 1L + random.nextInt(3);
      case 2 -> bench.apply(new LogChange.Sweep());
      case 3 -> bench.apply(new LogChange.Occupy(random.nextInt(3), random.nextInt(3)));
      case 4 -> bench.apply(new LogChange.Reap(random.nextInt(3)));
      case 5 -> bench.leave(client(), "c" + random.nextInt(2));
      case 6, 7 ->
          bench.enter(
              client(), "c" + random.nextInt(2), random.nextInt(3), "d" + random.nextInt(2));
      case 8 -> bench.apply(new LogChange.ForgetFacts(random.nextInt(3) == 0 ? Long.MAX_VALUE : 0));
      default -> bench.apply(new Append(batch(), bench.bounds));
    }
  }

  private List<Submission> batch() {
    List<Submission> batch = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Optional<Id128> id =
          random.nextBoolean() ? Optional.of(new Id128(0, random.nextInt(40))) : Optional.empty();
      batch.add(new Submission(draft(), id));
    }
    return batch;
  }

  private Draft draft() {
    String text = "m" + random.nextInt();
    return switch (random.nextInt(6)) {
      case 0 -> LogOnTheBench.expiring(text, Duration.ofSeconds(random.nextInt(60)));
      case 1 -> LogOnTheBench.unstored(text);
      case 2 ->
          LogOnTheBench.changing(
              Draft.Action.UPDATE,
              Message.serialOf(
                  new dev.fanfare.protocol.Position(
                      bench.top().epoch(), Math.max(0, bench.top().offset() - random.nextInt(3)))));
      default -> LogOnTheBench.draft(text);
    };
  }

  private Bounds anyBounds() {
    return new Bounds(
        random.nextInt(20),
        random.nextInt(2_000),
        Duration.ofSeconds(random.nextInt(120)),
        random.nextInt(5),
        random.nextInt(10),
        random.nextBoolean(),
        random.nextInt(5));
  }

  private String client() {
    return "client" + random.nextInt(3);
  }
}
