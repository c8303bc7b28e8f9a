package dev.fanfare.gateway.log;

import java.util.List;

/**
 * What one change did to a log, for its backups: applied in order to copies of the same log, deltas
 * keep them equal. Immutable. A delta may be applied again: what is there already stays as it is.
 */
public final class Delta {
  /** Nothing changed and nothing is to be confirmed. */
  public static final Delta NONE = new Delta(0, 0, 0, List.of());

  private final long writer;
  private final long time;
  private final long wallMicros;
  private final List<Effect> effects;

  /**
   * @param writer who made the change
   * @param time the log's time
   */
  Delta(long writer, long time, long wallMicros, List<Effect> effects) {
    this.writer = writer;
    this.time = time;
    this.wallMicros = wallMicros;
    this.effects = List.copyOf(effects);
  }

  /**
   * Reads what {@link #bytes()} gave.
   *
   * @throws IllegalArgumentException when these are not the bytes of a delta
   */
  public static Delta ofBytes(byte[] bytes) {
    return DeltaCodec.decode(bytes);
  }

  /** The delta as bytes, to be sent to another process. */
  public byte[] bytes() {
    return DeltaCodec.encode(this);
  }

  /** Whether there is nothing for a backup to do or to confirm. */
  public boolean isNone() {
    return effects.isEmpty();
  }

  long writer() {
    return writer;
  }

  long time() {
    return time;
  }

  long wallMicros() {
    return wallMicros;
  }

  List<Effect> effects() {
    return effects;
  }

  @Override
  public String toString() {
    return "Delta" + effects;
  }
}
