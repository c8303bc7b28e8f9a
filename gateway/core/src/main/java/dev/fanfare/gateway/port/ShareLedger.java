package dev.fanfare.gateway.port;

import dev.fanfare.gateway.port.Shares.Demand;
import dev.fanfare.gateway.port.Shares.Share;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gateways have of one app's limits. A store keeps one for each app that is in use, and
 * lets one exchange in at a time; it may forget it at any time, since gateways tell it all again.
 *
 * <p>Connections are granted: what all gateways together may open is never more than the limit.
 * What nobody has opened is divided evenly, so that a gateway can let many in at once. Rates are
 * divided in proportion to what was asked for. A gateway that does not come back within {@link
 * #FORGOTTEN_AFTER} has nothing any more.
 */
public final class ShareLedger {
  /** As long as a gateway may be silent without being dead. */
  public static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);

  private final Map<Long, Part> parts = new TreeMap<>();

  /** Takes a gateway's demand into account and says what it may give out. */
  public Share exchange(long incarnation, Demand demand, int gateways, long nowNanos) {
    forgetSilent(nowNanos);
    Part before = parts.get(incarnation);
    int asked = Math.max(demand.publishes(), before == null ? 0 : before.asked / 2);
    int granted = 0;
    int open = demand.connections();
    long askedInAll = asked;
    for (Map.Entry<Long, Part> part : parts.entrySet()) {
      if (part.getKey() != incarnation) {
        granted += part.getValue().granted;
        open += part.getValue().open;
        askedInAll += part.getValue().asked;
      }
    }
    int left = Math.max(0, demand.connectionLimit() - open);
    int wanted =
        Math.max(demand.connectionsWanted(), demand.connections() + left / Math.max(1, gateways));
    int connections = Math.clamp(demand.connectionLimit() - (long) granted, 0, wanted);
    int own = Math.max(connections, demand.connections());
    parts.put(incarnation, new Part(asked, demand.connections(), own, nowNanos));
    return new Share(rate(demand, asked, askedInAll, gateways), connections, left == 0);
  }

  /** Whether nobody has a part of it. */
  public boolean isEmpty(long nowNanos) {
    forgetSilent(nowNanos);
    return parts.isEmpty();
  }

  /** How many gateways have a part of it. */
  public int gateways(long nowNanos) {
    forgetSilent(nowNanos);
    return parts.size();
  }

  private static int rate(Demand demand, int asked, long askedInAll, int gateways) {
    long limit = demand.publishesPerSecond();
    if (limit == 0) {
      return 0;
    }
    long part = asked == 0 ? limit / Math.max(1, gateways) : limit * asked / askedInAll;
    return (int) Math.clamp(part, 1, limit);
  }

  private void forgetSilent(long nowNanos) {
    parts.values().removeIf(part -> nowNanos - part.heardNanos > FORGOTTEN_AFTER.toNanos());
  }

  private record Part(int asked, int open, int granted, long heardNanos) {}
}
