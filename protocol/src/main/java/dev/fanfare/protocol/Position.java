package dev.fanfare.protocol;

import java.util.Optional;

/**
 * A place in a channel's order. Offsets rise by one without a hole; an epoch names the line of
 * history in which the offset has its meaning. "At {@code p}" means: everything up to and including
 * {@code p.offset()} is known.
 *
 * @param epoch random and never 0 for a channel with history; 0 means "no epoch yet"
 * @param offset 0 before the first message, which has 1
 */
public record Position(long epoch, long offset) {
  /** Before everything, in a channel whose epoch is not known. */
  public static final Position NONE = new Position(0, 0);

  private static final int RADIX = 36;

  public Position {
    if (offset < 0) {
      throw new IllegalArgumentException("An offset is 0 or more; this is not: " + offset);
    }
  }

  /** The epoch as clients see it: opaque, URL-safe text. */
  public String epochText() {
    return epochText(epoch);
  }

  /** Renders an epoch as clients see it. */
  public static String epochText(long epoch) {
    if (epoch >= 0) {
      return Long.toString(epoch, RADIX);
    }
    // As Long.toUnsignedString, which goes by way of a BigInteger for these: half of all epochs.
    long head = Long.divideUnsigned(epoch, RADIX);
    char last = Character.forDigit((int) (epoch - head * RADIX), RADIX);
    return Long.toString(head, RADIX) + last;
  }

  /** Reads what {@link #epochText(long)} wrote; empty when it is no such text. */
  public static Optional<Long> parseEpoch(String text) {
    if (text.isEmpty() || text.length() > 13) {
      return Optional.empty();
    }
    try {
      long epoch = Long.parseUnsignedLong(text, RADIX);
      return epochText(epoch).equals(text) ? Optional.of(epoch) : Optional.empty();
    } catch (NumberFormatException notAnEpoch) {
      return Optional.empty();
    }
  }
}
