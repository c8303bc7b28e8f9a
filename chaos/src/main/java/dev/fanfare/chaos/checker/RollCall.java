package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Judges what watchers were told of who comes and goes: each coming once, each going once, and
 * nobody forgotten. A watcher begins anew with every session.
 */
final class RollCall {
  private final Ledger ledger;
  private final Findings findings;
  private final Promises promises;
  private final Map<String, Watch> watches = new HashMap<>();
  private final Map<Channel, Map<String, Long>> goneAt = new HashMap<>();
  private final Set<String> faults = new HashSet<>();
  private long disturbedMillis;
  private long disturbedSince;

  /** One session of a watcher: who is there, since when by {@link #calmMillis}. */
  private record Watch(int session, Channel channel, int storeLosses, Map<String, Long> here) {}

  RollCall(Ledger ledger, Findings findings, Promises promises) {
    this.ledger = ledger;
    this.findings = findings;
    this.promises = promises;
  }

  void saw(Event.Saw it) {
    Watch watch = watches.get(it.watcher());
    if (watch == null || watch.session() != it.session()) {
      watch =
          new Watch(it.session(), it.channel(), ledger.storeLossesUntil(it.at()), new HashMap<>());
      watches.put(it.watcher(), watch);
    }
    switch (it.what()) {
      case HERE -> watch.here().put(it.user(), calmMillis(it.at()));
      case ADDED -> {
        if (watch.here().put(it.user(), calmMillis(it.at())) != null) {
          wrong(it.at(), it.watcher(), watch, it.user() + " came, and was there already");
        }
      }
      case REMOVED -> {
        if (watch.here().remove(it.user()) == null) {
          wrong(it.at(), it.watcher(), watch, it.user() + " went, and was not there");
        }
      }
    }
  }

  void leaving(Event.Leaving it) {
    goneAt
        .computeIfAbsent(it.channel(), name -> new HashMap<>())
        .put(it.client(), calmMillis(it.at()));
  }

  void struck(Event.Struck it) {
    if (faults.isEmpty()) {
      disturbedSince = it.at();
    }
    faults.add(it.fault() + "/" + it.target());
  }

  void healed(Event.Healed it) {
    faults.remove(it.fault() + "/" + it.target());
    if (faults.isEmpty()) {
      disturbedMillis += it.at() - disturbedSince;
    }
  }

  /** The time without that in which something was broken. */
  private long calmMillis(long at) {
    return faults.isEmpty() ? at - disturbedMillis : disturbedSince - disturbedMillis;
  }

  /** A session is over: whoever was gone for long enough must have been called so. */
  void ended(String watcher, int session, long at) {
    Watch watch = watches.get(watcher);
    if (watch == null || watch.session() != session) {
      return;
    }
    watches.remove(watcher);
    Map<String, Long> gone = goneAt.getOrDefault(watch.channel(), Map.of());
    watch
        .here()
        .forEach(
            (user, since) -> {
              long now = calmMillis(at);
              long unsaid = now - Math.max(gone.getOrDefault(user, now), since);
              if (unsaid > promises.ghostGone().toMillis()) {
                wrong(at, watcher, watch, user + " went " + unsaid + " calm ms ago, unsaid");
              }
            });
  }

  /** The run is over. */
  void end(long at) {
    Map.copyOf(watches).forEach((watcher, watch) -> ended(watcher, watch.session(), at));
  }

  /** Where the log was lost, so was who was there. */
  private void wrong(long at, String watcher, Watch watch, String text) {
    if (ledger.storeLossesUntil(at) == watch.storeLosses()) {
      findings.add(Kind.ROLL_CALL, at, watcher + " in " + watch.channel(), text);
    }
  }
}
