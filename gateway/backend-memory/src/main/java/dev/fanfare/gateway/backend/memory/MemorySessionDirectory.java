package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.port.SessionDirectory;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One gateway's view of the sessions of all gateways in this process. Claims are as many as there
 * are sessions, which their tables bound.
 */
public final class MemorySessionDirectory implements SessionDirectory {
  private final Shared shared;
  private final String self;

  private MemorySessionDirectory(Shared shared, String self) {
    this.shared = shared;
    this.self = self;
  }

  /** The directory of a gateway that is alone. */
  public static MemorySessionDirectory alone(String self) {
    return new MemorySessionDirectory(new Shared(), self);
  }

  /** Another gateway's view of the same sessions. */
  public MemorySessionDirectory beside(String other) {
    return new MemorySessionDirectory(shared, other);
  }

  @Override
  public void listensAt(InetSocketAddress address) {
    shared.addresses.put(self, address);
  }

  /** This gateway is gone, and with it its sessions. */
  public void leave() {
    shared.addresses.remove(self);
    shared.owners.values().removeIf(self::equals);
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public Future<Claim> claim(String scope, String id) {
    String owner = shared.owners.computeIfAbsent(new Name(scope, id), free -> self);
    return Future.succeededFuture(owner.equals(self) ? new Claim.Mine() : new Claim.Others(owner));
  }

  @Override
  public void release(String scope, String id) {
    shared.owners.remove(new Name(scope, id), self);
  }

  @Override
  public Future<Optional<InetSocketAddress>> address(String gateway) {
    return Future.succeededFuture(Optional.ofNullable(shared.addresses.get(gateway)));
  }

  private record Name(String scope, String id) {}

  private record Shared(Map<Name, String> owners, Map<String, InetSocketAddress> addresses) {
    Shared() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }
}
