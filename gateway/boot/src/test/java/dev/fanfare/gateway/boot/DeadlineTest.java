package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final ManualLoop loop = new ManualLoop(0, clock);
  private final AtomicInteger late = new AtomicInteger();

  @Test
  void whatIsNeverDoneIsWaitedForUntilTheDeadlineOnly() {
    Future<Void> over = within(Promise.promise().future());
    pass(Duration.ofMillis(999));
    assertThat(over.isComplete()).isFalse();
    pass(Duration.ofMillis(2));

    assertThat(over.succeeded()).isTrue();
    assertThat(late).hasValue(1);
  }

  @Test
  void whatIsDoneInTimeEndsTheWait() {
    Promise<Void> work = Promise.promise();
    Future<Void> over = within(work.future());
    work.complete();
    assertThat(over.succeeded()).isTrue();
    pass(SECOND.multipliedBy(2));

    assertThat(late).hasValue(0);
  }

  @Test
  void whatFailsEndsTheWaitToo() {
    assertThat(within(Future.failedFuture("broken")).succeeded()).isTrue();
  }

  private Future<Void> within(Future<?> work) {
    return Deadline.within(SECOND, loop, work, late::incrementAndGet);
  }

  private void pass(Duration time) {
    clock.advance(time);
    loop.runAll();
  }
}
