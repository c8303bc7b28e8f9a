package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Leases.Beat;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.gateway.port.SessionDirectory;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owners of sessions over HTTP, in the store. A gateway is known under a name of its own, which
 * lives by a lease like everything else: a dead owner's sessions may be claimed by others.
 */
public final class HazelcastSessionDirectory implements SessionDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastSessionDirectory.class);
  private static final int HEXADECIMAL = 16;

  private final IMap<String, Long> owners;
  private final Leases leases;
  private final long name;
  private volatile String address = "";

  /** Beats from now on. */
  public HazelcastSessionDirectory(StoreClient client, Leases leases, RandomGenerator random) {
    this.owners = client.instance().getMap(Names.SESSIONS);
    this.leases = leases;
    this.name = random.nextLong();
    beat();
    client.every(Leases.BEAT_SECONDS * 1_000L, this::beat);
  }

  @Override
  public String self() {
    return text(name);
  }

  @Override
  public void listensAt(InetSocketAddress at) {
    address = at.getHostString() + ":" + at.getPort();
    beat();
  }

  @Override
  public Future<Claim> claim(String scope, String id) {
    return Submitting.to(owners, key(scope, id), new ClaimSession(name))
        .map(
            answer -> {
              long owner = Numbers.number(answer);
              return owner == name ? new Claim.Mine() : new Claim.Others(text(owner));
            });
  }

  @Override
  public void release(String scope, String id) {
    Submitting.to(owners, key(scope, id), new ReleaseSession(name))
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
    leases
        .beat(new Lease(name, address))
        .onSuccess(
            answer -> {
              if (answer instanceof Beat.Lost) {
                LOG.warn(
                    "The store held this gateway for dead: its sessions over HTTP may have other"
                        + " owners now");
              }
            })
        .onFailure(failure -> LOG.debug("The store did not hear this gateway", failure));
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
