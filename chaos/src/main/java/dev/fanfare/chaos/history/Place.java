package dev.fanfare.chaos.history;

/**
 * A position in a channel as it stands on the wire.
 *
 * @param epoch opaque
 * @param offset rises by one within a channel
 */
public record Place(String epoch, long offset) {
  @Override
  public String toString() {
    return epoch + "-" + offset;
  }
}
