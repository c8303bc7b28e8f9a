package dev.fanfare.gateway.dialect;

import java.util.Optional;

/** A protocol that clients speak. Instances are immutable and used by all threads. */
public interface Dialect {
  /** Its name in metrics and logs, such as {@code fanfare}. */
  String name();

  /**
   * Looks at the head of a request and takes it, or leaves it to the others.
   *
   * @return empty when the request is not of this dialect; a {@link Match.Answered} when it is, but
   *     refused
   */
  Optional<Match> match(RequestHead head);
}
