package dev.fanfare.link;

import dev.fanfare.protocol.ChannelKey;
import java.util.List;
import java.util.Map;

/**
 * Facts wait here, where the channels' logs are kept, until somebody has put them into a safe
 * place.
 *
 * <p><b>At least once.</b> A fact is given out again and again until it is acknowledged; whoever
 * takes it recognises it by its channel and sequence. <b>Order.</b> The facts of one channel come
 * in the order in which they happened. <b>Settled.</b> A departure is given out when the return has
 * not come within three seconds; what returned in time is never given out. <b>Bound.</b> At most
 * {@link #MOST_PER_APP} facts of an app wait (of its channels on one member, where a store has
 * several), and 4 MB of client events' data in a channel; beyond, the oldest of a channel are lost
 * and counted. <b>Threads.</b> Any. Methods may block, and throw {@link IllegalStateException}
 * while the store is out of reach: ask again later.
 */
public interface FactSource {
  /** How many facts of an app may wait. */
  int MOST_PER_APP = 10_000;

  /**
   * The next facts, at most so many, none of which is removed. Apps and channels take turns, so
   * that none keeps the others waiting.
   */
  List<AppFact> take(int limit);

  /** These are safe: for each channel all facts up to a sequence, included. */
  void acknowledge(Map<ChannelKey, Long> upTo);

  /** How it stands. */
  Stock stock();

  /**
   * How it stands.
   *
   * @param waiting facts that nobody has acknowledged, those that are not settled included
   * @param lost facts that were lost since this process began because too many waited
   */
  record Stock(long waiting, long lost) {}
}
