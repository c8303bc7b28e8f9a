package dev.fanfare.gateway.port;

import io.vertx.core.Future;
import java.util.List;

/**
 * The lives of gateways, kept where the channel logs are. A gateway says every {@link
 * #BEAT_SECONDS} seconds that it lives. One that was silent for {@link
 * dev.fanfare.gateway.log.LeaseTable#LIFE} is dead: the store refuses its changes of presence and
 * occupancy, and ends what it answered for; followers learn of the leaves by the channels' heads.
 *
 * <p><b>Threads.</b> Any; never blocks.
 */
public interface Leases {
  /** How often a gateway says that it lives. */
  int BEAT_SECONDS = 2;

  /** This gateway lives. Fails when the store is out of reach. */
  Future<Beat> beat(Lease lease);

  /** This gateway ends in an orderly way: what it still answers for ends at once. */
  Future<Void> end(long incarnation);

  /** The gateways that live, as far as the store knows. */
  Future<List<Lease>> gateways();

  /**
   * One gateway's life.
   *
   * @param incarnation its name during this life, chosen at random
   * @param address of its internal listener, {@code host:port}; empty where it has none
   */
  record Lease(long incarnation, String address) {}

  /** The answer to a beat. */
  sealed interface Beat {
    /**
     * It may go on.
     *
     * @param run names this life of the store: another one than before has lost everything
     */
    record Held(long run) implements Beat {}

    /** It is held for dead, and has to take a new name. */
    record Lost() implements Beat {}
  }
}
