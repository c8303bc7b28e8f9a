package dev.fanfare.testkit;

import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.ForwardingStore;
import dev.fanfare.protocol.ChannelKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A store that is far away: what it is asked takes effect, or is answered, when a test says so, and
 * not at all when the test says that. Until it is told otherwise it answers at once. Safe for any
 * thread.
 */
public final class DelayedStore extends ForwardingStore {
  private static final Predicate<Object> NOTHING = asked -> false;

  private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
  private Predicate<Object> late = NOTHING;
  private Predicate<Object> slow = NOTHING;
  private Predicate<Object> away = NOTHING;

  /** What is asked with {@link #heads}. */
  public record Heads(int keys) {}

  /** The store behind the distance. */
  public DelayedStore(ChannelStore inner) {
    super(inner);
  }

  /**
   * From now on the answers to these changes and queries wait, although they take effect at once.
   */
  public synchronized void holdAnswers(Predicate<Object> asked) {
    late = asked;
  }

  /** From now on these changes and queries themselves wait. */
  public synchronized void holdRequests(Predicate<Object> asked) {
    slow = asked;
  }

  /** From now on these changes and queries fail, without any effect. */
  public synchronized void fail(Predicate<Object> asked) {
    away = asked;
  }

  /** From now on everything is answered at once; what waits goes on waiting. */
  public synchronized void recover() {
    late = NOTHING;
    slow = NOTHING;
    away = NOTHING;
  }

  /** How many changes and queries wait. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** Answers the one that waits longest; whether there was one. */
  public boolean answerOne() {
    Optional<Waiting<?>> next = next();
    next.ifPresent(Waiting::answer);
    return next.isPresent();
  }

  /** Answers all that wait, and those that come of it. */
  public void answerAll() {
    boolean more = answerOne();
    while (more) {
      more = answerOne();
    }
  }

  /** Fails the one that waits longest: whether it took effect its asker does not know. */
  public void failOne() {
    next().orElseThrow(() -> new AssertionError("Nothing waits")).fail();
  }

  @Override
  public <R> Future<R> apply(ChannelKey key, LogChange<R> change) {
    return ask(change, () -> super.apply(key, change));
  }

  @Override
  public <R> Future<R> read(ChannelKey key, LogQuery<R> query) {
    return ask(query, () -> super.read(key, query));
  }

  @Override
  public Future<Map<ChannelKey, Head>> heads(Collection<ChannelKey> keys) {
    return ask(new Heads(keys.size()), () -> super.heads(keys));
  }

  private synchronized <R> Future<R> ask(Object asked, Supplier<Future<R>> doing) {
    if (away.test(asked)) {
      return Future.failedFuture("The store is out of reach");
    }
    if (slow.test(asked)) {
      return hold(doing);
    }
    if (late.test(asked)) {
      Future<R> done = doing.get();
      return hold(() -> done);
    }
    return doing.get();
  }

  private <R> Future<R> hold(Supplier<Future<R>> result) {
    Waiting<R> held = new Waiting<>(result, Promise.promise());
    waiting.add(held);
    return held.promise.future();
  }

  private synchronized Optional<Waiting<?>> next() {
    return Optional.ofNullable(waiting.poll());
  }

  private record Waiting<R>(Supplier<Future<R>> result, Promise<R> promise) {
    void answer() {
      result.get().onComplete(promise);
    }

    void fail() {
      promise.fail("The store did not answer in time");
    }
  }
}
