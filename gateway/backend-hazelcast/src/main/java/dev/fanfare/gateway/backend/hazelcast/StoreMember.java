package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of the store: it keeps its part of the logs and copies of others, sweeps what it owns,
 * and judges which gateways live. Blocking; not for event loops.
 */
public final class StoreMember implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreMember.class);
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private final HazelcastInstance instance;
  private final Member member;
  private final Janitor janitor;
  private final Copies copies;
  private final StoreOptions options;

  private StoreMember(
      HazelcastInstance instance,
      Member member,
      Janitor janitor,
      Copies copies,
      StoreOptions options) {
    this.instance = instance;
    this.member = member;
    this.janitor = janitor;
    this.copies = copies;
    this.options = options;
  }

  /**
   * Starts a member and joins those that are there. Returns when it is one of a cluster, which need
   * not yet be a majority.
   *
   * @param host the one address that it binds to
   * @throws IllegalStateException when it cannot start; the message says why
   */
  public static StoreMember start(StoreOptions options, String host, int port, Time time) {
    warnOfParallelism();
    Config config = Configs.member(options, host, port);
    Here here = Here.of(config, time);
    HazelcastInstance instance;
    try {
      instance = Handshakes.start(config);
    } catch (RuntimeException broken) {
      throw new IllegalStateException(
          "The store member cannot start on " + host + ":" + port + ": " + broken.getMessage(),
          broken);
    }
    try {
      Member member = Member.in(instance, options.majority(), options.mostLogs(), here);
      Janitor janitor = new Janitor(instance, member);
      janitor.start();
      Copies copies = new Copies(instance);
      copies.start();
      return new StoreMember(instance, member, janitor, copies, options);
    } catch (RuntimeException | Error broken) {
      // Else it would stay one that the others count on and that answers nothing.
      instance.getLifecycleService().terminate();
      throw broken;
    }
  }

  /**
   * Whether a majority is in sight and what this member owns has its copies: it may serve. The
   * store is whole when all its members are ready.
   */
  public boolean isReady() {
    return member.seesMajority() && janitor.knowsRun() && copies.areComplete();
  }

  /** How many members are in sight. */
  public int members() {
    return instance.getCluster().getMembers().size();
  }

  /** Whether an acknowledgement of this member may rest on fewer copies than promised. */
  public boolean isUnderReplicated() {
    return members() < options.size() || !copies.areComplete();
  }

  /** How many changes of gateways that are held for dead were refused. */
  public long fencedWrites() {
    return member.fencedWrites();
  }

  /** How many logs this member owns. */
  public int logs() {
    IMap<String, StoredLog> logs = instance.getMap(Names.LOGS);
    return logs.localKeySet().size();
  }

  /** How many logs an app has in the whole store, as far as this member knows. */
  long logsOf(AppId app) {
    return member.owned().known(app.text());
  }

  /** Where clients reach it. */
  public String address() {
    var address = instance.getCluster().getLocalMember().getAddress();
    return address.getHost() + ":" + address.getPort();
  }

  /** Leaves in an orderly way: what it keeps has moved to the others when this returns. */
  @Override
  public void close() {
    janitor.close();
    copies.close();
    instance.shutdown();
  }

  /** Ends at once, as if it had been killed: nothing moves before. */
  public void terminate() {
    janitor.close();
    copies.close();
    instance.getLifecycleService().terminate();
  }

  static long freshRun() {
    return new SecureRandom().nextLong();
  }

  private static void warnOfParallelism() {
    if (Runtime.getRuntime().availableProcessors() <= 2 && Integer.getInteger(PARALLELISM, 0) < 2) {
      LOG.warn(
          "On two CPUs or fewer start with -D{}=2: without it every answer of the store starts a"
              + " thread.",
          PARALLELISM);
    }
  }
}
