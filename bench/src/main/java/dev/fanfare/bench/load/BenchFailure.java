package dev.fanfare.bench.load;

/** A run that cannot be judged, with the reason in a sentence for people. */
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a reason. */
  public BenchFailure(String why) {
    super(why);
  }

  /** With a reason and what lies under it. */
  public BenchFailure(String why, Throwable cause) {
    super(why, cause);
  }
}
