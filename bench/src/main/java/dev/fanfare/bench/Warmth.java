package dev.fanfare.bench;

/**
 * Tells when a server is warm: when so many slices of the same load in a row were hardly cheaper
 * than the cheapest before them. The same rule for every server, whatever its runtime compiles, and
 * however much of the machine it gets meanwhile.
 */
final class Warmth {
  private static final double HARDLY = 1.05;
  private static final int IN_A_ROW = 3;

  private double best;
  private int notBetter;

  /**
   * A slice is over.
   *
   * @param perCpuSecond what was done in it for each second of the server's CPU
   */
  void note(double perCpuSecond) {
    if (perCpuSecond > best * HARDLY) {
      best = perCpuSecond;
      notBetter = 0;
    } else {
      notBetter++;
    }
  }

  /** Whether it gets no better any more. */
  boolean isReached() {
    return notBetter >= IN_A_ROW;
  }
}
