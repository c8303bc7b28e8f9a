package dev.fanfare.gateway.limits;

import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The allowance of apps that live on one gateway: exact, and forgotten with the process. It keeps a
 * share for each app that uses something; shares of idle apps make way when there are too many, and
 * when all are in use a new app is refused.
 */
public final class LocalAllowance implements Allowance {
  private static final int MAX_APPS = 100_000;
  private static final Duration FULL_RETRY = Duration.ofSeconds(5);
  private static final Verdict GRANTED = new Verdict.Granted();

  private final Time time;
  private final long startNanos;
  private final int maxApps;
  private final Map<AppId, Share> shares = new ConcurrentHashMap<>();

  /** Nothing is taken yet. */
  public LocalAllowance(Time time) {
    this(time, MAX_APPS);
  }

  LocalAllowance(Time time, int maxApps) {
    this.time = time;
    this.startNanos = time.monotonicNanos();
    this.maxApps = maxApps;
  }

  @Override
  public Verdict takePublishes(AppId app, int messages, int perSecond) {
    if (perSecond <= 0) {
      return refused(Bucket.NEVER_NANOS);
    }
    long cost = Bucket.cost(messages, perSecond);
    Optional<Long> wait = ask(app, share -> share.takePublishes(cost, now()));
    return wait.map(nanos -> nanos == 0 ? GRANTED : refused(nanos)).orElseGet(this::full);
  }

  @Override
  public Verdict takeConnection(AppId app, int limit) {
    Optional<Long> answer = ask(app, share -> share.takeConnection(limit));
    return answer.filter(taken -> taken == 0).map(taken -> GRANTED).orElseGet(this::full);
  }

  @Override
  public void giveConnectionBack(AppId app) {
    Share share = shares.get(app);
    if (share == null) {
      throw new IllegalStateException("A connection was given back that was not taken");
    }
    share.giveConnectionBack();
  }

  /** What the app's share answers; empty when there is no room for one. */
  private Optional<Long> ask(AppId app, ToLongFunction<Share> question) {
    while (true) {
      Share share = shares.get(app);
      if (share == null) {
        if (shares.size() >= maxApps && !makeRoom()) {
          return Optional.empty();
        }
        share = shares.computeIfAbsent(app, unknown -> new Share());
      }
      long answer = question.applyAsLong(share);
      if (answer != Share.REMOVED) {
        return Optional.of(answer);
      }
      shares.remove(app, share);
    }
  }

  private boolean makeRoom() {
    shares.values().removeIf(share -> share.removeIfIdle(now()));
    return shares.size() < maxApps;
  }

  private Verdict full() {
    return new Verdict.Refused(FULL_RETRY);
  }

  private static Verdict refused(long nanos) {
    return new Verdict.Refused(Duration.ofNanos(nanos));
  }

  private long now() {
    return time.monotonicNanos() - startNanos;
  }
}
