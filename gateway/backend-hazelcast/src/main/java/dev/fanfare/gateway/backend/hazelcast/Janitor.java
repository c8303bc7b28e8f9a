package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import dev.fanfare.gateway.log.ChangeWire;
import dev.fanfare.gateway.log.LogChange;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member does once a second for the logs that it owns: it drops what is too old, ends what
 * dead gateways answered for, and, after members came or went, tells anew where all its logs stand,
 * since whoever owned them before may have died with the news. On a thread of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is done again at the next tick
final class Janitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);

  /** How many logs are swept at most in one second. */
  private static final int SLICE = 5_000;

  /** How soon an app that waits for it may go on to make logs. */
  private static final long EXCHANGE_MILLIS = 100;

  /** After a change of members, so long until every log has its new owner, at the most. */
  private static final int ANNOUNCEMENTS = 6;

  private final HazelcastInstance instance;
  private final Member member;
  private final IMap<String, StoredLog> logs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread janitor = new Thread(task, "fanfare-janitor");
            janitor.setDaemon(true);
            return janitor;
          });
  private final AtomicInteger announcementsDue = new AtomicInteger(1);
  private volatile boolean knowsRun;
  private Iterator<String> sweeping = Collections.emptyIterator();
  private Optional<Counting> counting = Optional.empty();

  Janitor(HazelcastInstance instance, Member member) {
    this.instance = instance;
    this.member = member;
    this.logs = instance.getMap(Names.LOGS);
  }

  void start() {
    instance.getCluster().addMembershipListener(new Changed());
    thread.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    thread.scheduleWithFixedDelay(
        this::exchangeIfWanted, EXCHANGE_MILLIS, EXCHANGE_MILLIS, TimeUnit.MILLISECONDS);
  }

  boolean knowsRun() {
    return knowsRun;
  }

  private void tick() {
    try {
      if (!member.seesMajority()) {
        return;
      }
      if (!knowsRun) {
        learnRun();
      }
      member
          .leases()
          .expire(member.nanos())
          .forEach(
              dead -> {
                member.gone(dead);
                member.reap(dead);
              });
      member.exchange().ask();
      if (announcementsDue.getAndUpdate(due -> Math.max(0, due - 1)) > 0) {
        announce();
      }
      sweep();
    } catch (HazelcastInstanceNotActiveException ended) {
      LOG.debug("The member has ended", ended);
    } catch (RuntimeException broken) {
      counting = Optional.empty();
      LOG.warn("The store's janitor was disturbed and tries again", broken);
    }
  }

  /** An empty answer says that nothing was done, since no majority is heard. */
  private static boolean isDone(@Nullable Object answer) {
    return !(answer instanceof byte[] bytes) || bytes.length > 0;
  }

  private void exchangeIfWanted() {
    try {
      if (member.seesMajority()) {
        member.exchange().askIfWanted();
      }
    } catch (RuntimeException broken) {
      LOG.debug("How many logs there are is told with the next tick", broken);
    }
  }

  private void learnRun() {
    IMap<String, Long> meta = instance.getMap(Names.META);
    long fresh = StoreMember.freshRun();
    Long known = meta.putIfAbsent(Names.RUN, fresh);
    member.run(known == null ? fresh : known);
    knowsRun = true;
  }

  /** Tells anew where the logs stand that are owned here, and counts them. */
  private void announce() {
    Counting all = Counting.begin(member.owned());
    for (String key : logs.localKeySet()) {
      all.asked(logs.submitToKey(key, new Announce()), told -> true);
    }
    all.end();
  }

  private void sweep() {
    byte[] sweep = ChangeWire.encode(new LogChange.Sweep());
    if (!sweeping.hasNext()) {
      sweeping = logs.localKeySet().iterator();
      // Else those who announce their logs count them.
      counting =
          member.owned().isCounting()
              ? Optional.empty()
              : Optional.of(Counting.begin(member.owned()));
    }
    for (int i = 0; i < SLICE && sweeping.hasNext(); i++) {
      CompletionStage<Object> swept =
          logs.submitToKey(sweeping.next(), new Changes(List.of(sweep)));
      counting.ifPresent(all -> all.asked(swept, Janitor::isDone));
      if (i % 500 == 499) {
        swept.toCompletableFuture().join(); // not more than these at once
      }
    }
    if (!sweeping.hasNext()) {
      counting.ifPresent(Counting::end);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private final class Changed implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      announcementsDue.set(ANNOUNCEMENTS);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      announcementsDue.set(ANNOUNCEMENTS);
    }
  }
}
