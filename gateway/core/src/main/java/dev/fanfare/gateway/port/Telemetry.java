package dev.fanfare.gateway.port;

import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result.Continuity;

/**
 * Hears what happens, for metrics. Nothing of a tenant is handed in, so nothing of one can become a
 * label.
 *
 * <p><b>Threads.</b> Any; on hot paths: an implementation adds to a counter and returns.
 */
public interface Telemetry {
  /** A connection of a dialect was opened. */
  void connectionOpened(String dialect);

  /** A connection of a dialect ended. */
  void connectionClosed(String dialect);

  /** A whole message came from a client. */
  void received();

  /** Messages were stored. */
  void published(int messages);

  /** Messages were written to subscribers' sockets. */
  void delivered(int messages);

  /** Something was refused. */
  void refused(FaultCode code);

  /** A subscription began, joining what its client knew in this way. */
  void resumed(Continuity answer);

  /** The store was asked for what the bus did not bring. */
  void backfilled();

  /** Subscribers of a channel were told that something is lost. */
  void gapToClients();

  /** A connection was ended, or left the live order, because it read too slowly. */
  void tooSlow();

  /** A change in the store took this long, whatever became of it. */
  void storeCall(long nanos);

  /** A question to the store took this long, whatever the answer. */
  void storeRead(long nanos);

  /** A publish on the bus took this long. */
  void busPublished(long nanos);

  /** A publish on the bus failed: the others learn from the store. */
  void busFailed();

  /** The bus was silent about a channel that moves, which is listened to anew. */
  void deafResubscribed();

  /**
   * The store told where channels stand.
   *
   * @param furthestBehind how many entries the followed channel that is furthest behind is behind
   */
  void headsTold(long furthestBehind);

  /** Another epoch began in a followed channel. */
  void epochChanged();

  /** A call of the store failed. */
  void storeFailed();
}
