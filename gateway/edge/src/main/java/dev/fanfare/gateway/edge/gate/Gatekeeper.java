package dev.fanfare.gateway.edge.gate;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Fault;
import io.vertx.core.Future;

/**
 * Who stands behind the edge. Methods are called on a connection's loop and never block; futures
 * may complete on any thread.
 */
public interface Gatekeeper {
  /**
   * Whether pages of this origin may read answers over HTTP (CORS). A sieve only: what a request
   * may do is decided by its credential.
   */
  boolean allowsOrigin(String origin);

  /** Checks credential, origin and capacity before the upgrade. */
  Future<Admission> admit(Match.Converse match, RequestHead head);

  /**
   * The same for a conversation whose way out is the response of its request. A refusal is answered
   * instead.
   */
  Future<Admission> admit(Match.Streamed match, RequestHead head);

  /** Answers a request. */
  Future<HttpAnswer> exchange(Match.Exchanged match, RequestHead head, byte[] body);

  /**
   * The answer for a refusal.
   *
   * @param status the status where HTTP has one that fits better than the fault's own
   */
  HttpAnswer refusal(int status, Fault fault);
}
