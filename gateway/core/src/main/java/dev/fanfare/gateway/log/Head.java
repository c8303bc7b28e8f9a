package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import java.util.List;

/**
 * Where a log stands: its top, and the epochs that led there.
 *
 * @param top the last entry's place; {@link Position#NONE} while there is none
 * @param chain the last epochs, oldest first; the last link's epoch is {@code top.epoch()}
 */
public record Head(Position top, List<ChainLink> chain) {
  /** A log without entries. */
  public static final Head EMPTY = new Head(Position.NONE, List.of());

  public Head {
    chain = List.copyOf(chain);
  }
}
