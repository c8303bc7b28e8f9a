package dev.fanfare.bench.load;

/**
 * Judges what one connection receives of its one channel, whose messages are numbered from 0.
 *
 * <p>The last 64 numbers are remembered one by one; a message older than that counts as repeated,
 * and stays missing if in truth it was late. Nothing is ever judged better than it was.
 */
final class Judge {
  private int highest = -1;
  private long seen;
  private long received;
  private long repeated;
  private long late;

  /** A message came. Returns whether it is new. */
  boolean hear(int sequence) {
    int ahead = sequence - highest;
    if (ahead > 0) {
      seen = ahead < 64 ? (seen << ahead) | 1 : 1;
      highest = sequence;
      received++;
      return true;
    }
    int back = -ahead;
    if (back < 64 && (seen & (1L << back)) == 0) {
      seen |= 1L << back;
      received++;
      late++;
      return true;
    }
    repeated++;
    return false;
  }

  /** Different messages that came. */
  long received() {
    return received;
  }

  /** Messages that came again. */
  long repeated() {
    return repeated;
  }

  /** Messages that came after a younger one. */
  long late() {
    return late;
  }
}
