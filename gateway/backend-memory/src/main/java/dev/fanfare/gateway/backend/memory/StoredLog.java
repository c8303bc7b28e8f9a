package dev.fanfare.gateway.backend.memory;

import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.protocol.Position;

/** A log and what its store remembers of it. Whoever touches it holds its monitor. */
final class StoredLog {
  final ChannelLog log = new ChannelLog();

  /** The log's top after the last change. */
  Position top = Position.NONE;

  /** How many facts it had lost when that was last asked. */
  long factsDropped;

  /** How many subscribers it had after the last change. */
  int subscribers;

  /** Whether it stands among the listed channels. */
  boolean listed;

  /**
   * Whether the sweeper has taken it out of the store: whoever still holds it must ask the store
   * for another.
   */
  boolean removed;
}
