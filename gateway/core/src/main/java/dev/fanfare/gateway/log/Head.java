package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import java.util.List;

/**
 * Where a log stands: its top, and the epochs that led there.
 *
 * @param top the last entry's place; {@link Position#NONE} while there is none
 * @param chain the last epochs, oldest first; the last link's epoch is {@code top.epoch()}
 * @param subscribers over all gateways, as digests tell it; 0 where it is not told
 */
public record Head(Position top, List<ChainLink> chain, int subscribers) {
  /** A log without entries. */
  public static final Head EMPTY = new Head(Position.NONE, List.of());

  /** A head that does not tell how many subscribers there are. */
  public Head(Position top, List<ChainLink> chain) {
    this(top, chain, 0);
  }

  public Head {
    chain = List.copyOf(chain);
  }

  /**
   * Whether somebody at this position knows a true beginning of this log: the position's epoch is
   * on the chain and had not ended before its offset. {@link Position#NONE} always is.
   */
  public boolean knows(Position position) {
    if (position.equals(Position.NONE)) {
      return true;
    }
    int link = linkOf(position.epoch());
    return link >= 0 && position.offset() <= endOf(link);
  }

  /** The place of an epoch in the chain; -1 when it is not there. */
  public int linkOf(long epoch) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (chain.get(i).epoch() == epoch) {
        return i;
      }
    }
    return -1;
  }

  /** The last offset of a link. */
  public long endOf(int link) {
    return link + 1 < chain.size() ? chain.get(link + 1).firstOffset() - 1 : top.offset();
  }
}
