package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.impl.SerializationServiceSupport;
import dev.fanfare.gateway.log.ChangeWire;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.LeaseTable;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.port.Leases.Lease;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows beside the logs: who it is as a writer, which gateways live, which heads
 * moved, which channels have anybody in them. Any thread.
 */
final class Member {
  private static final String KEY = "fanfare.member";

  private final HazelcastInstance instance;
  private final SerializationService bytes;
  private final Majority majority;
  private final Here here;
  private final LeaseTable leases = new LeaseTable();
  private final Map<Long, Lease> gateways = new ConcurrentHashMap<>();
  private final MovedHeads moved = new MovedHeads();
  private final ListedNames listed = new ListedNames();
  private final LogsWithFacts facts = new LogsWithFacts();
  private final OwnedLogs owned;
  private final CountExchange exchange;
  private final LongAdder fenced = new LongAdder();
  private final AtomicLong versions = new AtomicLong();
  private volatile long run;

  private Member(HazelcastInstance instance, int majority, int mostLogs, Here here) {
    this.owned = new OwnedLogs(mostLogs);
    this.exchange = new CountExchange(instance, owned);
    this.instance = instance;
    this.bytes = ((SerializationServiceSupport) instance).getSerializationService();
    this.majority = new Majority(instance, majority);
    this.here = here;
  }

  /** Makes an instance a member of our store. */
  static Member in(HazelcastInstance instance, int majority, int mostLogs, Here here) {
    Member member = new Member(instance, majority, mostLogs, here);
    member.majority.start();
    instance.getUserContext().put(KEY, member);
    return member;
  }

  /** The member that an instance is; nothing on a client. */
  static @Nullable Member of(HazelcastInstance instance) {
    return (Member) instance.getUserContext().get(KEY);
  }

  static Member required(@Nullable Member member) {
    if (member == null) {
      throw new IllegalStateException("This process is not yet a member of the store");
    }
    return member;
  }

  /** Whether it is one of a majority that hears it; who is not answers for no log. */
  boolean seesMajority() {
    return majority.isHeard();
  }

  LeaseTable leases() {
    return leases;
  }

  MovedHeads moved() {
    return moved;
  }

  LogsWithFacts facts() {
    return facts;
  }

  OwnedLogs owned() {
    return owned;
  }

  CountExchange exchange() {
    return exchange;
  }

  ListedNames listed() {
    return listed;
  }

  long nanos() {
    return here.time().monotonicNanos();
  }

  /** Where its logs are. */
  Here here() {
    return here;
  }

  /** Which life of which member this is. */
  long writer() {
    return here.writer();
  }

  /**
   * An answer that is given only if a majority hears this member when it is given too; else the
   * other one is.
   */
  Answer answer(byte[] answer, byte[] otherwise) {
    return new Answer(bytes.toData(answer), bytes.toData(otherwise), majority::isHeard);
  }

  /** A number that this life of the member gives only once, greater than those before. */
  long nextVersion() {
    return versions.incrementAndGet();
  }

  /** The circumstances of a change that is made here. */
  ChannelLog.Context context() {
    return here.context();
  }

  /** A log was changed here. */
  void changed(String key, StoredLog stored) {
    ChannelLog log = stored.log();
    owned.seen(key, stored);
    moved.moved(key, log.head());
    listed.put(key, log.subscribers() > 0 || log.presenceMembers() > 0);
  }

  /** A log was removed here. */
  void removed(String key, StoredLog stored) {
    owned.removed(StoreKey.app(key), stored);
    listed.put(key, false);
    facts.removed(key);
  }

  /** Something by a gateway that is held for dead was refused. */
  void fenced() {
    fenced.increment();
  }

  long fencedWrites() {
    return fenced.sum();
  }

  /** Which life of the store this is. */
  long run() {
    return run;
  }

  void run(long life) {
    run = life;
  }

  /** A gateway lives. */
  boolean beat(Lease lease) {
    if (!leases.beat(lease.incarnation(), nanos())) {
      gateways.remove(lease.incarnation());
      return false;
    }
    gateways.put(lease.incarnation(), lease);
    return true;
  }

  /** A gateway is gone. */
  void gone(long incarnation) {
    gateways.remove(incarnation);
  }

  /** Ends what a gateway answered for, in every log here that has anybody in it. */
  void reap(long incarnation) {
    IMap<String, StoredLog> logs = instance.getMap(Names.LOGS);
    byte[] reap = ChangeWire.encode(new LogChange.Reap(incarnation));
    for (String key : listed.all()) {
      logs.submitToKey(key, new Changes(List.of(reap)));
    }
  }

  /** A log that has come here rests on this gateway: if it is dead, what it answered for ends. */
  void found(String key, long incarnation) {
    leases.seen(incarnation, nanos());
    if (leases.isDead(incarnation)) {
      IMap<String, StoredLog> logs = instance.getMap(Names.LOGS);
      byte[] reap = ChangeWire.encode(new LogChange.Reap(incarnation));
      logs.submitToKey(key, new Changes(List.of(reap)));
    }
  }

  Collection<Lease> gateways() {
    return List.copyOf(gateways.values());
  }
}
