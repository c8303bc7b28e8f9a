package dev.fanfare.gateway.port;

import dev.fanfare.protocol.AppId;
import java.time.Duration;

/**
 * What an app may still use, over all gateways together.
 *
 * <p><b>Threads.</b> Any; never blocks: a gateway decides on its own share.
 */
public interface Allowance {

  /**
   * Takes publishes out of the app's rate.
   *
   * @param perSecond the app's rate; a burst of two seconds' worth is allowed
   */
  Verdict takePublishes(AppId app, int messages, int perSecond);

  /** Takes one connection out of the app's number; to be given back. */
  Verdict takeConnection(AppId app, int limit);

  /** Gives a connection back. */
  void giveConnectionBack(AppId app);

  /** Whether something may be used. */
  sealed interface Verdict {
    /** It was taken. */
    record Granted() implements Verdict {}

    /** Nothing was taken. */
    record Refused(Duration retryAfter) implements Verdict {}

    /**
     * Nothing was taken, though the limit is not reached: what is left is shared out anew among the
     * gateways first.
     */
    record Postponed(Duration retryAfter) implements Verdict {}
  }
}
