package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Leases.Beat;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.gateway.port.SessionDirectory;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owners of sessions over HTTP, in the store. A gateway is known under a name of its own, which
 * lives by a lease like everything else: a dead owner's sessions may be claimed by others. One that
 * was only held for dead goes on under a new name.
 */
public final class HazelcastSessionDirectory implements SessionDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastSessionDirectory.class);
  private static final int HEXADECIMAL = 16;

  /** So many former names are remembered; sessions of older ones are unknown. */
  private static final int MOST_FORMER = 16;

  private final IMap<String, Long> owners;
  private final Submitting submitting;
  private final Leases leases;
  private final RandomGenerator random;
  private final Deque<Long> former = new ConcurrentLinkedDeque<>();
  private volatile long name;
  private volatile String address = "";

  /** Beats from now on. */
  public HazelcastSessionDirectory(StoreClient client, Leases leases, RandomGenerator random) {
    this.owners = client.instance().getMap(Names.SESSIONS);
    this.submitting = new Submitting(client);
    this.leases = leases;
    this.random = random;
    this.name = random.nextLong();
    beat();
    client.every(Leases.BEAT_SECONDS * 1_000L, this::beat);
  }

  @Override
  public String self() {
    return text(name);
  }

  @Override
  public boolean isSelf(String gateway) {
    return gateway.equals(self()) || former.stream().anyMatch(old -> text(old).equals(gateway));
  }

  @Override
  public void listensAt(InetSocketAddress at) {
    address = at.getHostString() + ":" + at.getPort();
    beat();
  }

  @Override
  public Future<Claim> claim(String scope, String id) {
    long now = name;
    return submitting
        .decide(owners, key(scope, id), new ClaimSession(now))
        .map(
            answer -> {
              long owner = Numbers.number(answer);
              return owner == now ? new Claim.Mine() : new Claim.Others(text(owner));
            });
  }

  @Override
  public void release(String scope, String id) {
    submitting
        .decide(owners, key(scope, id), new ReleaseSession(name))
        .onFailure(failure -> LOG.debug("A session is released when its gateway ends", failure));
  }

  @Override
  public Future<Optional<InetSocketAddress>> address(String gateway) {
    return leases
        .gateways()
        .map(
            all ->
                all.stream()
                    .filter(lease -> text(lease.incarnation()).equals(gateway))
                    .map(Lease::address)
                    .filter(there -> !there.isEmpty())
                    .map(HazelcastSessionDirectory::parse)
                    .findFirst());
  }

  private void beat() {
    long now = name;
    leases
        .beat(new Lease(now, address))
        .onSuccess(
            answer -> {
              if (answer instanceof Beat.Lost) {
                lost(now);
              }
            })
        .onFailure(failure -> LOG.debug("The store did not hear this gateway", failure));
  }

  private synchronized void lost(long dead) {
    if (name != dead) {
      return; // an answer that was late
    }
    former.addFirst(dead);
    if (former.size() > MOST_FORMER) {
      former.removeLast();
    }
    name = random.nextLong();
    LOG.warn(
        "The store held this gateway for dead: it goes on under a new name, and its sessions over"
            + " HTTP may have other owners now");
    beat();
  }

  private static String key(String scope, String id) {
    return scope.length() + ":" + scope + ":" + id;
  }

  private static String text(long name) {
    return Long.toUnsignedString(name, HEXADECIMAL);
  }

  private static InetSocketAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    return InetSocketAddress.createUnresolved(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
