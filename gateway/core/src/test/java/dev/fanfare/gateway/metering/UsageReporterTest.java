package dev.fanfare.gateway.metering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ManualTime;
import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UsageReporterTest {
  private static final AppId A = new AppId("1001");
  private static final AppId B = new AppId("2002");

  private final ManualTime time = new ManualTime();
  private final Meter meter = new Meter(42, time);
  private final SlowSink sink = new SlowSink();
  private final UsageReporter reporter = new UsageReporter(meter, sink, 3, 2);

  @Test
  void aTickPutsWhatChanged() {
    meter.published(A, 1, 10);

    reporter.tick();

    assertThat(sink.last()).extracting(UsageCell::published).containsExactly(1L);
  }

  @Test
  void nothingChangedNothingPut() {
    meter.published(A, 1, 10);
    reporter.tick();
    sink.succeed();

    reporter.tick();

    assertThat(sink.puts).hasSize(1);
  }

  @Test
  void onePutIsUnderWayAtATimeAndTheNextHasTheNewestCounts() {
    meter.published(A, 1, 10);
    reporter.tick();
    meter.published(A, 1, 10);
    reporter.tick();
    meter.published(A, 1, 10);
    reporter.tick();
    assertThat(sink.puts).hasSize(1);

    sink.succeed();

    assertThat(sink.puts).hasSize(2);
    assertThat(sink.last()).extracting(UsageCell::published).containsExactly(3L);
  }

  @Test
  void whatTheSinkRefusedIsPutAgain() {
    meter.published(A, 1, 10);
    reporter.tick();
    sink.fail();
    meter.published(A, 1, 10);
    time.advance(Duration.ofMinutes(1));
    meter.published(A, 5, 50);

    reporter.tick();

    assertThat(sink.last()).extracting(UsageCell::published).containsExactly(2L, 5L);
    sink.succeed();
    reporter.tick();
    assertThat(sink.puts).hasSize(2);
  }

  @Test
  void aSinkThatThrowsIsASinkThatRefuses() {
    meter.published(A, 1, 10);
    sink.throwsNext = true;
    reporter.tick();

    reporter.tick();

    assertThat(sink.last()).extracting(UsageCell::published).containsExactly(1L);
  }

  @Test
  void aPutWithoutAnswerIsRepeatedAfterTenTicks() {
    meter.published(A, 1, 10);
    for (int tick = 0; tick < 10; tick++) {
      reporter.tick();
    }
    assertThat(sink.puts).hasSize(1);

    reporter.tick();
    assertThat(sink.puts).hasSize(2);

    sink.fail(); // the first one, at last
    reporter.tick();
    assertThat(sink.puts).hasSize(2);
    sink.succeed();
    reporter.tick();
    assertThat(sink.puts).hasSize(2);
  }

  @Test
  void manyCellsGoInSeveralPutsOneAfterTheOther() {
    meter.published(A, 1, 10);
    meter.published(B, 1, 10);
    meter.published(new AppId("3003"), 1, 10);

    reporter.tick();
    assertThat(sink.puts).hasSize(1);
    assertThat(sink.last()).hasSize(2);
    sink.succeed();

    assertThat(sink.puts).hasSize(2);
    assertThat(sink.last()).hasSize(1);
  }

  @Test
  void whenTooManyWaitTheOldestGo() {
    for (int minute = 0; minute < 5; minute++) {
      meter.published(A, minute, 10);
      reporter.tick();
      sink.failIfAny();
      time.advance(Duration.ofMinutes(1));
    }

    assertThat(reporter.dropped()).isPositive();
    Future<Void> flush = reporter.flush();
    while (!flush.isComplete()) {
      sink.succeed();
    }
    assertThat(sink.stored).extracting(UsageCell::published).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aFlushCompletesWhenEverythingIsPut() {
    meter.published(A, 1, 10);
    reporter.tick();
    meter.published(A, 1, 10);

    Future<Void> flush = reporter.flush();

    assertThat(flush.isComplete()).isFalse();
    sink.succeed();
    assertThat(flush.isComplete()).isFalse();
    sink.succeed();
    assertThat(flush.succeeded()).isTrue();
    assertThat(sink.last()).extracting(UsageCell::published).containsExactly(2L);
  }

  @Test
  void aFlushOfNothingIsDoneAtOnce() {
    assertThat(reporter.flush().succeeded()).isTrue();
  }

  @Test
  void aFlushThatTheSinkRefusedFailsAndLosesNothing() {
    meter.published(A, 1, 10);
    Future<Void> flush = reporter.flush();

    sink.fail();

    assertThat(flush.failed()).isTrue();
    Future<Void> again = reporter.flush();
    sink.succeed();
    assertThat(again.succeeded()).isTrue();
  }

  /** A sink whose answers come when the test says so, the oldest first. */
  private static final class SlowSink implements UsageSink {
    private final List<List<UsageCell>> puts = new ArrayList<>();
    private final List<UsageCell> stored = new ArrayList<>();
    private final Deque<Promise<Void>> unanswered = new ArrayDeque<>();
    private final Deque<List<UsageCell>> unstored = new ArrayDeque<>();
    private boolean throwsNext;

    @Override
    public Future<Void> put(List<UsageCell> cells) {
      if (throwsNext) {
        throwsNext = false;
        throw new IllegalStateException("the sink is broken");
      }
      puts.add(cells);
      unstored.add(cells);
      Promise<Void> answer = Promise.promise();
      unanswered.add(answer);
      return answer.future();
    }

    List<UsageCell> last() {
      return puts.get(puts.size() - 1);
    }

    void succeed() {
      stored.addAll(unstored.remove());
      unanswered.remove().complete();
    }

    void fail() {
      unstored.remove();
      unanswered.remove().fail("the sink is away");
    }

    void failIfAny() {
      if (!unanswered.isEmpty()) {
        fail();
      }
    }
  }
}
