package dev.fanfare.gateway.dialect;

/**
 * Marks what a client keeps for us and shows later, so that every gateway of the cluster knows it
 * as the cluster's own. Any thread; never blocks.
 */
public interface Seal {
  /** How long a mark is. */
  int MARK_BYTES = 16;

  /** The mark of a content. */
  byte[] mark(byte[] content);

  /** Whether the mark is this cluster's for exactly this content. */
  boolean isMark(byte[] mark, byte[] content);
}
