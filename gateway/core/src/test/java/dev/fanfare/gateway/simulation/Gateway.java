package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.channel.Cursor;
import dev.fanfare.gateway.channel.Cursor.Merge;
import dev.fanfare.gateway.channel.Cursor.Progress;
import dev.fanfare.gateway.channel.Step;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.LogQuery.Resolved;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.simulation.Copy.Confirmation;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One gateway that follows the channel while it has subscribers. */
final class Gateway {
  private final Store store;
  private final Chance chance;
  private final Sabotage sabotage;
  private final int sliceEntries;
  private final List<Subscriber> all = new ArrayList<>();
  private final List<Subscriber> waiting = new ArrayList<>();
  private final List<Subscriber> live = new ArrayList<>();
  private Cursor cursor = new Cursor();
  private boolean following;
  private boolean backfilling;
  private int life;
  private long incarnation;
  private Confirmation known = Confirmation.NONE;

  Gateway(Store store, Chance chance, Sabotage sabotage) {
    this.store = store;
    this.chance = chance;
    this.sabotage = sabotage;
    this.sliceEntries = 1 + chance.below(12);
    this.incarnation = chance.random().nextLong();
  }

  /**
   * It dies, and is there again without memory. Its subscribers learn of it as of any lost
   * connection.
   */
  void crash() {
    all.clear();
    waiting.clear();
    live.clear();
    close();
    incarnation = chance.random().nextLong();
  }

  /** The name under which it answers for presence now. */
  long incarnation() {
    return incarnation;
  }

  /** It says that it lives; held for dead, it goes on under a new name. */
  void beat() {
    if (!store.beat(incarnation)) {
      incarnation = chance.random().nextLong();
    }
  }

  void subscribe(Subscriber subscriber) {
    all.add(subscriber);
    if (cursor.isStarted()) {
      begin(subscriber);
      return;
    }
    waiting.add(subscriber);
    if (!following) {
      following = true;
      read(new LogQuery.Resolve(new Start.Now()), resolved -> open(resolved.head()));
    }
  }

  void unsubscribe(Subscriber subscriber) {
    all.remove(subscriber);
    waiting.remove(subscriber);
    live.remove(subscriber);
    if (all.isEmpty()) {
      close();
    }
  }

  void hear(Entry entry) {
    if (following) {
      cursor.offer(entry, this::tellLive);
      mendSoon();
    }
  }

  void hear(Head digest) {
    cursor.offer(digest);
    mendSoon();
  }

  private void close() {
    cursor = chance.oneIn(2) ? new Cursor() : new Cursor(3, 2_000, 6, 2_000);
    following = false;
    backfilling = false;
    life++;
  }

  private void open(Head head) {
    cursor.start(head, this::tellLive);
    mendSoon();
    List<Subscriber> ready = List.copyOf(waiting);
    waiting.clear();
    ready.forEach(this::begin);
  }

  private void tellLive(Step step) {
    sabotage.live(step, told -> live.forEach(subscriber -> subscriber.send(told)));
  }

  private void begin(Subscriber subscriber) {
    Start start = subscriber.start();
    if (start instanceof Start.Now) {
      subscriber.answer(cursor.position(), new Continuity.Full());
      live.add(subscriber);
    } else if (start instanceof Start.After after
        && cursor.merge(after.position()) instanceof Merge.Join) {
      answer(subscriber, after.position(), new Continuity.Full());
    } else {
      read(
          new LogQuery.Resolve(start),
          resolved -> {
            Resolved said = sabotage.resolved(resolved);
            answer(subscriber, said.position(), said.continuity());
          },
          subscriber);
    }
  }

  private void answer(Subscriber subscriber, Position position, Continuity continuity) {
    subscriber.answer(position, continuity);
    join(subscriber, position);
  }

  private void join(Subscriber subscriber, Position from) {
    switch (cursor.merge(from)) {
      case Merge.Join join -> {
        join.replay().forEach(step -> sabotage.replay(step, subscriber::send));
        live.add(subscriber);
      }
      case Merge.ReadStore store ->
          read(
              new LogQuery.After(store.after(), sliceEntries, 5_000),
              slice -> goOn(subscriber, from, slice),
              subscriber);
    }
  }

  private void goOn(Subscriber subscriber, Position from, Slice slice) {
    Progress progress = cursor.steps(from, slice);
    mendSoon();
    progress.steps().forEach(step -> sabotage.replay(step, subscriber::send));
    if (progress.reached().equals(from)) {
      ifStillThere(subscriber, () -> join(subscriber, from));
    } else {
      join(subscriber, progress.reached());
    }
  }

  private void mendSoon() {
    if (!backfilling && cursor.missing().isPresent()) {
      backfilling = true;
      ifAlive(this::mend);
    }
  }

  private void mend() {
    Optional<Position> missing = cursor.missing();
    backfilling = missing.isPresent();
    missing.ifPresent(
        after ->
            read(
                new LogQuery.After(after, sliceEntries, 5_000),
                slice -> {
                  backfilling = false;
                  cursor.backfill(slice, this::tellLive);
                  mendSoon();
                }));
  }

  /** Asks the store until it answers: the question travels, and so does the answer. */
  private <R> void read(LogQuery<R> query, Consumer<R> then) {
    ifAlive(
        () -> {
          Optional<Store.Answer<R>> answer = store.read(query, known);
          if (answer.isEmpty()) {
            read(query, then);
            return;
          }
          known = answer.get().confirmation();
          ifAlive(() -> then.accept(answer.get().reply()));
        });
  }

  private <R> void read(LogQuery<R> query, Consumer<R> then, Subscriber subscriber) {
    int connection = subscriber.connection();
    read(
        query,
        reply -> {
          if (subscriber.connection() == connection) {
            then.accept(reply);
          }
        });
  }

  private void ifStillThere(Subscriber subscriber, Runnable task) {
    int connection = subscriber.connection();
    ifAlive(
        () -> {
          if (subscriber.connection() == connection) {
            task.run();
          }
        });
  }

  private void ifAlive(Runnable task) {
    int asked = life;
    chance.later(
        () -> {
          if (life == asked) {
            task.run();
          }
        });
  }
}
