package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;

/**
 * What a cursor moves over: one thing that subscribers at this place are told, in the order of the
 * channel.
 */
public sealed interface Step {
  /** The place that is reached by this step, coming from {@code before}. */
  default Position after(Position before) {
    return switch (this) {
      case Deliver(Entry entry) -> entry.position();
      case EpochBegan(Position position) -> position;
      case Skip(long from, long to) -> new Position(before.epoch(), to);
      case Gap(long from, long to) -> new Position(before.epoch(), to);
      case Reset(Position position, Why why) -> position;
    };
  }

  /** The bytes of its entry; 0 where it has none. */
  default int bytes() {
    return this instanceof Deliver(Entry entry) ? entry.bytes().length : 0;
  }

  /** The next entry. */
  record Deliver(Entry entry) implements Step {}

  /** A new epoch began after {@code position}, without a hole. */
  record EpochBegan(Position position) implements Step {}

  /**
   * The offsets {@code from} to {@code to}, both included, hold nothing that is kept, and nothing
   * that is a loss.
   */
  record Skip(long from, long to) implements Step {}

  /** The messages from {@code from} to {@code to}, both included, are lost. */
  record Gap(long from, long to) implements Step {}

  /** What was known is void; the channel goes on after {@code position}. */
  record Reset(Position position, Why why) implements Step {}
}
