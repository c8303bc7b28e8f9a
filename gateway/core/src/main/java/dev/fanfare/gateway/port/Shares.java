package dev.fanfare.gateway.port;

import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Where gateways agree, about once a second, how much of each app's limits each of them may give
 * out.
 *
 * <p><b>Threads.</b> Any; never blocks.
 */
public interface Shares {

  /**
   * Tells what this gateway's clients ask for, and learns what it may give them until the next
   * time. Fails when the store is out of reach: then the last shares go on to hold.
   *
   * @param incarnation names this gateway
   * @param demands of the apps of which something is used here
   */
  Future<Answer> exchange(long incarnation, Map<AppId, Demand> demands);

  /**
   * What one gateway asks for an app.
   *
   * @param publishes asked for in the last second, those refused included
   * @param publishesPerSecond the app's limit
   * @param connections open here
   * @param connectionsWanted open here, and how many more may come within a second
   * @param connectionLimit the app's limit
   */
  record Demand(
      int publishes,
      int publishesPerSecond,
      int connections,
      int connectionsWanted,
      int connectionLimit) {}

  /**
   * What one gateway may give out for an app.
   *
   * @param publishesPerSecond its part of the app's rate
   * @param connections how many may be open here
   * @param full whether the limit of connections is reached over all gateways
   */
  record Share(int publishesPerSecond, int connections, boolean full) {}

  /**
   * The answer to an exchange.
   *
   * @param gateways how many live
   * @param shares one for each demand
   */
  record Answer(int gateways, Map<AppId, Share> shares) {
    public Answer {
      shares = Map.copyOf(shares);
    }
  }
}
