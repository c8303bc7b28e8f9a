package dev.fanfare.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which gateways live, as one store member judges it by what it hears itself and its own monotonic
 * clock. A gateway is named by its incarnation; one that was silent for {@link #LIFE} is dead for
 * ever and may change nothing more: whoever was only slow comes back under a new name.
 *
 * <p>Bounded: of the dead the last {@link #MOST_DEAD} are remembered; one that is forgotten is
 * somebody new, and soon dead again. <b>Threads.</b> Any.
 */
public final class LeaseTable {
  /** How long a gateway may be silent. */
  public static final Duration LIFE = Duration.ofSeconds(10);

  static final int MOST_DEAD = 10_000;

  private final Map<Long, Long> heardAt = new HashMap<>();
  private final Set<Long> dead = new LinkedHashSet<>();

  /**
   * A gateway says that it lives.
   *
   * @return whether it may go on; false when it is held for dead
   */
  public synchronized boolean beat(long incarnation, long nowNanos) {
    if (dead.contains(incarnation) || isOver(incarnation, nowNanos)) {
      return false;
    }
    heardAt.put(incarnation, nowNanos);
    return true;
  }

  /** A trace of a gateway was found: if nothing was heard of it yet, its life begins here. */
  public synchronized void seen(long incarnation, long nowNanos) {
    if (!dead.contains(incarnation)) {
      heardAt.putIfAbsent(incarnation, nowNanos);
    }
  }

  /** A gateway ends in an orderly way. */
  public synchronized void end(long incarnation) {
    heardAt.remove(incarnation);
    bury(incarnation);
  }

  /** Whether a gateway is held for dead. */
  public synchronized boolean isDead(long incarnation) {
    return dead.contains(incarnation);
  }

  /** Those that live, in the order of their names. */
  public synchronized Set<Long> alive() {
    return new TreeSet<>(heardAt.keySet());
  }

  /** Declares dead who was silent for too long, and names them. */
  public synchronized Set<Long> expire(long nowNanos) {
    Set<Long> expired = new TreeSet<>();
    heardAt.forEach(
        (incarnation, heard) -> {
          if (nowNanos - heard >= LIFE.toNanos()) {
            expired.add(incarnation);
          }
        });
    heardAt.keySet().removeAll(expired);
    expired.forEach(this::bury);
    return expired;
  }

  /**
   * The answer to a change by a gateway that is held for dead; empty when the change may be made.
   * The log is not changed.
   */
  public <R> Optional<R> refusal(LogChange<R> change, ChannelLog log, long nowNanos) {
    return switch (change) {
      case LogChange.Present present ->
          isRefused(present.incarnation(), nowNanos)
              ? refused(new LogChange.PresentReply.Unavailable())
              : Optional.empty();
      case LogChange.Occupy occupy ->
          isRefused(occupy.incarnation(), nowNanos)
              ? refused(new LogChange.OccupyReply(log.subscribers()))
              : Optional.empty();
      case LogChange.Append append -> Optional.empty();
      case LogChange.MissLast miss -> Optional.empty();
      case LogChange.Reap reap -> Optional.empty();
      case LogChange.ForgetFacts forget -> Optional.empty();
      case LogChange.Sweep sweep -> Optional.empty();
    };
  }

  private synchronized boolean isRefused(long incarnation, long nowNanos) {
    seen(incarnation, nowNanos);
    return dead.contains(incarnation) || isOver(incarnation, nowNanos);
  }

  /** Silent for too long, though nobody has looked yet: {@link #expire} will say so. */
  private boolean isOver(long incarnation, long nowNanos) {
    Long heard = heardAt.get(incarnation);
    return heard != null && nowNanos - heard >= LIFE.toNanos();
  }

  @SuppressWarnings("unchecked") // each kind of change is answered by its own kind of reply
  private static <R> Optional<R> refused(Object reply) {
    return Optional.of((R) reply);
  }

  private void bury(long incarnation) {
    dead.add(incarnation);
    if (dead.size() > MOST_DEAD) {
      dead.remove(dead.iterator().next());
    }
  }
}
