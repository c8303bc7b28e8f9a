package dev.fanfare.gateway.channel;

import dev.fanfare.protocol.Position;

/**
 * Whether the bus still brings what happens in a channel. A subscription can die without a word:
 * then the store tells again and again that the channel has moved, and the bus has brought nothing.
 *
 * <p>The first doubt comes after three such digests in a row, each further one after twice as many,
 * until something is heard: entries that no bus brings, as the leaves of a dead gateway, cost
 * little.
 *
 * <p><b>Threads.</b> Not thread-safe: its owner lets one thread in at a time.
 */
final class Hearing {
  private static final int PATIENCE = 3;
  private static final int MOST_PATIENCE = 48;

  private Position told = Position.NONE;
  private boolean heard;
  private int silentDigests;
  private int patience = PATIENCE;

  /** The channel is followed from here. */
  void start(Position top) {
    told = top;
  }

  /** The bus brought something of the channel. */
  void heard() {
    heard = true;
    silentDigests = 0;
    patience = PATIENCE;
  }

  /**
   * A digest of the store.
   *
   * @param mayHear false while it is known that nothing can come
   * @return whether the channel is to be listened to anew
   */
  boolean isDeaf(Position top, boolean mayHear) {
    boolean moved = top.epoch() != told.epoch() || top.offset() > told.offset();
    if (!moved) {
      return false;
    }
    told = top;
    boolean silent = !heard;
    heard = false;
    silentDigests = silent && mayHear ? silentDigests + 1 : 0;
    if (silentDigests < patience) {
      return false;
    }
    silentDigests = 0;
    patience = Math.min(MOST_PATIENCE, 2 * patience);
    return true;
  }
}
