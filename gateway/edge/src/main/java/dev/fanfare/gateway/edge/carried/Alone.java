package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.port.SessionDirectory;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Every session is here, for there is no other gateway. */
enum Alone implements SessionDirectory {
  INSTANCE;

  @Override
  public String self() {
    return "here";
  }

  @Override
  public Future<Claim> claim(String scope, String id) {
    return Future.succeededFuture(new Claim.Mine());
  }

  @Override
  public void release(String scope, String id) {
    // It was never kept.
  }

  @Override
  public void listensAt(InetSocketAddress address) {
    // Nobody asks.
  }

  @Override
  public Future<Optional<InetSocketAddress>> address(String gateway) {
    return Future.succeededFuture(Optional.empty());
  }
}
