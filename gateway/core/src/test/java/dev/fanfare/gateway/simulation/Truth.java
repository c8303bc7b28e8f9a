package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every entry that any copy of the log ever wrote, and which one it was written after. Histories
 * may branch.
 */
final class Truth {
  private final Map<Position, Node> nodes = new HashMap<>();
  private final Map<Long, Position> lastOfEpoch = new HashMap<>();

  private record Node(Entry entry, Position before) {}

  void wrote(Entry entry, Position before) {
    nodes.put(entry.position(), new Node(entry, before));
    lastOfEpoch.put(entry.epoch(), entry.position());
  }

  Entry entry(Position position) {
    return node(position).entry;
  }

  boolean has(Entry entry) {
    Node node = nodes.get(entry.position());
    return node != null && node.entry.equals(entry);
  }

  /** The entry before this one. */
  Position before(Position position) {
    return node(position).before;
  }

  /** The entry that stands at an offset of the line that leads to an epoch. */
  Position at(Position place) {
    if (place.offset() == 0) {
      return Position.NONE;
    }
    Position at =
        Optional.ofNullable(lastOfEpoch.get(place.epoch()))
            .orElseThrow(() -> new Violation("nobody wrote the epoch of " + place));
    while (at.offset() > place.offset()) {
      at = before(at);
    }
    if (at.offset() < place.offset()) {
      throw new Violation(place + " is beyond the end of its epoch, " + at);
    }
    return at;
  }

  /** Whether one entry is on the line that leads to another. */
  boolean leads(Position from, Position to) {
    Position at = to;
    while (at.offset() > from.offset()) {
      at = before(at);
    }
    return at.equals(from);
  }

  private Node node(Position position) {
    return Optional.ofNullable(nodes.get(position))
        .orElseThrow(() -> new Violation("nobody wrote " + position));
  }
}
