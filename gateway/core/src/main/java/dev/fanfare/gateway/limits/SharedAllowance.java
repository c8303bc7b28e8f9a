package dev.fanfare.gateway.limits;

import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.Shares;
import dev.fanfare.gateway.port.Shares.Answer;
import dev.fanfare.gateway.port.Shares.Demand;
import dev.fanfare.gateway.port.Shares.Share;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The allowance of apps whose clients are spread over several gateways: each gives out its share,
 * and shares follow the demand once a second. What is given out in all stays within the app's
 * limits but for what moves between two exchanges: at most a tenth over ten seconds. A gateway that
 * lives alone gives out everything, exactly as {@link LocalAllowance} does.
 */
public final class SharedAllowance implements Allowance {
  /** Until the others are known it is assumed that there are so many gateways. */
  private static final int ASSUMED_GATEWAYS = 10;

  /**
   * The part of its connections that all gateways together may open without asking, or beyond their
   * shares while the app is not full: who has just come finds everything shared out.
   */
  private static final int UNASKED_PART = 10;

  private static final Duration NEXT_EXCHANGE = Duration.ofSeconds(1);

  private final Shares shares;
  private final LongSupplier incarnation;
  private final LocalAllowance local;
  private final Map<AppId, Use> uses = new ConcurrentHashMap<>();
  private volatile int gateways = ASSUMED_GATEWAYS;

  /**
   * @param incarnation this gateway's name at present
   */
  public SharedAllowance(Shares shares, LongSupplier incarnation, Time time) {
    this.shares = shares;
    this.incarnation = incarnation;
    this.local = new LocalAllowance(time);
  }

  @Override
  public Verdict takePublishes(AppId app, int messages, int perSecond) {
    Use use = use(app);
    synchronized (use) {
      use.asked += messages;
      use.perSecond = perSecond;
      return local.takePublishes(app, messages, Math.min(perSecond, rate(use, perSecond)));
    }
  }

  @Override
  public Verdict takeConnection(AppId app, int limit) {
    Use use = use(app);
    synchronized (use) {
      use.connectionLimit = limit;
      use.came++;
      Verdict verdict = local.takeConnection(app, Math.min(limit, connections(use, limit)));
      if (verdict instanceof Verdict.Granted) {
        use.connections++;
        return verdict;
      }
      return gateways == 1 || use.full
          ? new Verdict.Refused(NEXT_EXCHANGE)
          : new Verdict.Postponed(NEXT_EXCHANGE);
    }
  }

  @Override
  public void giveConnectionBack(AppId app) {
    Use use = use(app);
    synchronized (use) {
      local.giveConnectionBack(app);
      use.connections--;
    }
  }

  /**
   * Agrees with the other gateways; to be called once a second. When the store is out of reach the
   * last shares hold.
   */
  public Future<Void> exchange() {
    Map<AppId, Demand> demands = new HashMap<>();
    uses.values().removeIf(Use::removeIfIdle);
    uses.forEach((app, use) -> demands.put(app, use.demand()));
    return shares
        .exchange(incarnation.getAsLong(), demands)
        .map(answer -> take(answer, demands))
        .mapEmpty();
  }

  private Answer take(Answer answer, Map<AppId, Demand> demands) {
    gateways = Math.max(1, answer.gateways());
    answer
        .shares()
        .forEach(
            (app, share) -> {
              Use use = uses.get(app);
              Demand demand = demands.get(app);
              if (use != null && demand != null) {
                use.agree(demand, share);
              }
            });
    return answer;
  }

  private Use use(AppId app) {
    while (true) {
      Use use = uses.computeIfAbsent(app, unknown -> new Use());
      synchronized (use) {
        if (!use.removed) {
          return use;
        }
      }
      uses.remove(app, use);
    }
  }

  private int rate(Use use, int perSecond) {
    if (gateways == 1 || perSecond <= 0) {
      return perSecond;
    }
    return use.rateAgreed ? use.rateShare : Math.max(1, perSecond / gateways);
  }

  private int connections(Use use, int limit) {
    if (gateways == 1 || limit <= 0) {
      return limit;
    }
    int unasked = Math.max(1, limit / (UNASKED_PART * gateways));
    if (!use.connectionsAgreed) {
      return unasked;
    }
    return use.full ? use.connectionShare : Math.max(use.connectionShare, unasked);
  }

  /** What is used of an app here. Guarded by itself. */
  private static final class Use {
    private int asked;
    private int perSecond;
    private int connections;
    private int came;
    private int connectionLimit;
    private boolean rateAgreed;
    private int rateShare;
    private boolean connectionsAgreed;
    private int connectionShare;
    private boolean full;
    private boolean removed;
    private int idleTicks;

    /** After a few seconds without anything, so that shares do not come and go. */
    synchronized boolean removeIfIdle() {
      idleTicks = asked == 0 && came == 0 && connections == 0 ? idleTicks + 1 : 0;
      removed = idleTicks > 5;
      return removed;
    }

    /** A share of what was not asked for says nothing. */
    synchronized void agree(Demand demand, Share share) {
      if (demand.publishesPerSecond() > 0) {
        rateAgreed = true;
        rateShare = share.publishesPerSecond();
      }
      if (demand.connectionLimit() > 0) {
        connectionsAgreed = true;
        connectionShare = share.connections();
        full = share.full();
      }
    }

    /** What is asked for; counting begins anew. */
    synchronized Demand demand() {
      int wanted = connections + 2 * came;
      Demand demand = new Demand(asked, perSecond, connections, wanted, connectionLimit);
      asked = 0;
      came = 0;
      return demand;
    }
  }
}
