package dev.fanfare.gateway.port;

import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Which gateway owns a session that lives over several requests, and where that gateway is reached
 * by its peers. Any thread; no method blocks.
 */
public interface SessionDirectory {
  /**
   * This gateway's name: letters, digits, {@code -} and {@code _}, at most 64; never used again. It
   * gets another one when it was held for dead: what it owned under the old one it owns no more for
   * others, but may go on with.
   */
  String self();

  /** Whether this gateway goes, or lately went, by a name. */
  default boolean isSelf(String gateway) {
    return gateway.equals(self());
  }

  /**
   * Makes this gateway the owner of a session whose id the client chose, unless another gateway
   * that lives is its owner. One of several that claim at once gets it. A claim ends with {@link
   * #release} or with its gateway; a failed future means that nobody knows now.
   */
  Future<Claim> claim(String scope, String id);

  /** The session is over. One that this gateway does not own is no error. */
  void release(String scope, String id);

  /** From now on peers reach this gateway there; its host may be a name that they look up. */
  void listensAt(InetSocketAddress address);

  /** Where a gateway takes requests of its peers; empty where it is not known, or not any more. */
  Future<Optional<InetSocketAddress>> address(String gateway);

  /** Who owns a session. */
  sealed interface Claim {
    /** This gateway, now or before. */
    record Mine() implements Claim {}

    /** Another one. */
    record Others(String gateway) implements Claim {}
  }
}
