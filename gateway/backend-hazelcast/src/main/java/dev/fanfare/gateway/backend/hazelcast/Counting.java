package dev.fanfare.gateway.backend.hazelcast;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * One pass over all logs that a member owns, in which each is seen and counted. It ends when
 * everybody has answered; where somebody has not, what was known before still holds. Calls come
 * from one thread, answers from any.
 */
final class Counting {
  private final OwnedLogs owned;
  private final int mark;
  private final AtomicInteger open = new AtomicInteger(1);
  private volatile boolean failed;

  private Counting(OwnedLogs owned, int mark) {
    this.owned = owned;
    this.mark = mark;
  }

  /** Counts anew, whatever is being counted. */
  static Counting begin(OwnedLogs owned) {
    return new Counting(owned, owned.begin());
  }

  /** Something is asked of a log that shows it to its member, if the answer is such. */
  <T> void asked(CompletionStage<T> call, Predicate<? super T> isSeen) {
    open.incrementAndGet();
    // On the thread that has the answer: another one would be started for it.
    CompletionStage<T> unused =
        call.whenCompleteAsync(
            (answer, failure) -> {
              if (failure != null || !isSeen.test(answer)) {
                failed = true;
              }
              close();
            },
            Runnable::run);
  }

  /** All logs were asked. */
  void end() {
    close();
  }

  private void close() {
    if (open.decrementAndGet() > 0) {
      return;
    }
    if (failed) {
      owned.giveUp(mark);
    } else {
      owned.end(mark);
    }
  }
}
