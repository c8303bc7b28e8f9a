package dev.fanfare.gateway.log;

import dev.fanfare.protocol.PresenceMember;

/**
 * One thing that a change does to a log. Every copy of a log does the same effects in the same
 * order, the primary among them, so copies cannot differ. An effect says what is to be, not what is
 * to be added: done twice, it is done.
 */
sealed interface Effect {

  /** These bounds hold from now on. */
  record Bounded(Bounds bounds) implements Effect {}

  /**
   * The entry is in the log. For presence, the set follows it.
   *
   * @param time the log's time at which it came
   * @param incarnation the gateway that answers for a presence entry; else 0
   */
  record Stored(Entry entry, long time, long incarnation) implements Effect {}

  /** The id is remembered. */
  record Known(IdRing.Remembered remembered) implements Effect {}

  /** The presence entry is so, and this gateway answers for it. */
  record MemberIs(PresenceMember member, long incarnation) implements Effect {}

  /**
   * The log has reached this place; nothing is to be done, but a copy that is not there must not
   * confirm.
   */
  record Reached(long epoch, long offset) implements Effect {}

  /** The gateway has so many subscribers. */
  record Occupied(long incarnation, int subscribers) implements Effect {}

  /**
   * The fact waits to be taken.
   *
   * @param previous the sequence of the fact before
   */
  record FactAdded(Fact fact, long previous) implements Effect {}

  /** Facts up to here were taken. */
  record FactsForgotten(long sequence) implements Effect {}

  /** What is too old is gone. */
  record Swept() implements Effect {}
}
