package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Result.Continuity;
import java.util.List;

/**
 * A piece of the log after a position.
 *
 * <p>Entries rise in offset. Where the offset after one is missing, what stood there was presence
 * whose details are not kept any more: it is to be skipped, not a loss. Lost messages are said by
 * {@code continuity} only, and lie before the first entry.
 *
 * @param continuity how the first entry joins the position asked for
 * @param entries may be empty although the log goes on, when all that follows was trimmed presence;
 *     then {@code endOffset} has moved
 * @param endOffset everything up to here, included, is covered by this slice
 * @param more whether the log goes on after {@code endOffset}
 * @param head where the log stood when this was read
 */
public record Slice(
    Continuity continuity, List<Entry> entries, long endOffset, boolean more, Head head) {
  public Slice {
    entries = List.copyOf(entries);
  }
}
