package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a reader who fell behind is still told of the messages it missed: the latest of each key.
 * Messages without a key are one key together. The rest is covered by {@link Event.Skipped}, so
 * that offsets stay provably complete.
 */
final class Conflation {
  private final ChannelRef channel;

  /** Rising offsets: a newer message of a key goes to the end. */
  private final Map<Optional<String>, Entry> latest = new LinkedHashMap<>();

  private long told;
  private long reached;
  private long bytes;

  /**
   * @param told the offset up to which the reader was told everything
   */
  Conflation(ChannelRef channel, long told) {
    this.channel = channel;
    this.told = told;
    this.reached = told;
  }

  /** A message that takes the place of an earlier one with its key. */
  void take(Entry entry) {
    Optional<String> key = entry.message().draft().key();
    Entry earlier = latest.remove(key);
    bytes += entry.bytes().length - (earlier == null ? 0 : earlier.bytes().length);
    latest.put(key, entry);
    reached = entry.offset();
  }

  /** Everything up to here that was not taken is not for this reader. */
  void pass(long offset) {
    reached = offset;
  }

  /** How much is held. */
  long bytes() {
    return bytes;
  }

  /** Tells what is held, and what it stands for. */
  void tell(Consumer<Event> out) {
    for (Entry entry : latest.values()) {
      skipTo(entry.offset() - 1, out);
      out.accept(new Event.Published(channel, entry.message()));
      told = entry.offset();
    }
    skipTo(reached, out);
    latest.clear();
    bytes = 0;
  }

  /** Something else was told that leads to this offset. */
  void goOnFrom(long offset) {
    told = offset;
    reached = offset;
  }

  private void skipTo(long offset, Consumer<Event> out) {
    if (offset > told) {
      out.accept(new Event.Skipped(channel, offset, Why.CONFLATED));
      told = offset;
    }
  }
}
