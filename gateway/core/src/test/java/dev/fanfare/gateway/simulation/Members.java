package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Enters and leaves through gateways that live by leases: some beats are late, some gateways die,
 * and what a dead one sent may still be under way.
 */
final class Members {
  private static final Duration BEAT = Duration.ofSeconds(2);

  private final Store store;
  private final Chance chance;
  private final List<Gateway> gateways;
  private final Sabotage sabotage;
  private final Consumer<List<Entry>> fanOut;
  private final List<Long> names = new ArrayList<>();
  private final Map<String, Entered> entered = new HashMap<>();

  /**
   * @param losses how often acknowledged entries had been lost by then
   */
  private record Entered(long incarnation, int losses) {}

  Members(
      Store store,
      Chance chance,
      List<Gateway> gateways,
      Sabotage sabotage,
      Consumer<List<Entry>> fanOut) {
    this.store = store;
    this.chance = chance;
    this.gateways = gateways;
    this.sabotage = sabotage;
    this.fanOut = fanOut;
  }

  /** Somebody enters or leaves at a gateway, which may die before the store hears of it. */
  void change() {
    long incarnation = anyName();
    String client = "c" + chance.below(4);
    Present change =
        new Present(
            chance.oneIn(3) ? Present.Kind.LEAVE : Present.Kind.ENTER,
            new ClientId(client),
            new ConnectionId(client + "-" + Long.toHexString(incarnation)),
            incarnation,
            Optional.of(Payload.text("d" + chance.below(3))),
            store.bounds());
    chance.later(() -> apply(change));
  }

  /** Mostly that of a gateway that lives; or one that what was long under way was sent under. */
  private long anyName() {
    long living = chance.of(gateways).incarnation();
    if (!names.contains(living)) {
      names.add(living);
    }
    return chance.oneIn(3) ? chance.of(names) : living;
  }

  private void apply(Present change) {
    String connection = change.connection().text();
    entered.remove(connection);
    boolean dead = store.isDead(change.incarnation());
    Optional<PresentReply> reply = store.apply(change);
    if (reply.isPresent()) {
      if (dead && !(reply.get() instanceof PresentReply.Unavailable)) {
        throw new Violation("a dead gateway was answered " + reply.get());
      }
      boolean isThere =
          change.kind() == Present.Kind.ENTER
              && (reply.get() instanceof PresentReply.Changed
                  || reply.get() instanceof PresentReply.Unchanged);
      if (isThere) {
        entered.put(connection, new Entered(change.incarnation(), store.losses()));
      }
      if (reply.get() instanceof PresentReply.Changed changed) {
        fanOut.accept(List.of(changed.entry()));
      }
    }
  }

  /** Gateways beat, some too late, and the owner looks who has died. */
  void liveOn() {
    for (Gateway gateway : gateways) {
      if (!chance.oneIn(4)) {
        gateway.beat();
      }
    }
    reap();
  }

  /** Every gateway beats in time, and whoever is dead is found to be after a few times. */
  void beatInTime() {
    gateways.forEach(Gateway::beat);
    store.pass(BEAT);
    reap();
  }

  private void reap() {
    if (sabotage.reaps()) {
      store.reap();
    }
  }

  /** Nobody is there whom no living gateway answers for, and whoever entered at a living one is. */
  void check() {
    Set<Long> living = new HashSet<>();
    gateways.forEach(gateway -> living.add(gateway.incarnation()));
    for (long incarnation : store.incarnations()) {
      if (!living.contains(incarnation)) {
        throw new Violation("a ghost: nobody lives as " + Long.toHexString(incarnation));
      }
    }
    Set<String> present = new HashSet<>();
    store
        .look(new LogQuery.Presence(Optional.empty(), 1_000, Optional.empty()))
        .members()
        .forEach(member -> present.add(member.connection().text()));
    entered.forEach(
        (connection, it) -> {
          if (it.losses == store.losses()
              && living.contains(it.incarnation)
              && !present.contains(connection)) {
            throw new Violation("entered, but not there: " + connection);
          }
        });
  }
}
