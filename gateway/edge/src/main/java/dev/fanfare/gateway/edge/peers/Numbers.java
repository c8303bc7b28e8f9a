package dev.fanfare.gateway.edge.peers;

import java.util.BitSet;

/**
 * Which numbers of one sender were seen, as in IPsec's window (RFC 4303 section 3.4.3): those that
 * are far behind the highest count as seen.
 */
final class Numbers {
  static final int WINDOW = 65_536;

  private final BitSet seen = new BitSet();
  private long highest;

  /** Whether a number is seen for the first time. */
  synchronized boolean isFirst(long number) {
    if (number < 1 || number <= highest - WINDOW) {
      return false;
    }
    if (number > highest) {
      if (number - highest >= WINDOW) {
        seen.clear();
      } else {
        for (long skipped = highest + 1; skipped < number; skipped++) {
          seen.clear(slotOf(skipped));
        }
      }
      highest = number;
      seen.set(slotOf(number));
      return true;
    }
    int slot = slotOf(number);
    boolean first = !seen.get(slot);
    seen.set(slot);
    return first;
  }

  private static int slotOf(long number) {
    return (int) (number % WINDOW);
  }
}
