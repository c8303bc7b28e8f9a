package dev.fanfare.gateway.port;

import java.util.List;

/** All event loops of this process, in the order of their index. */
public record Loops(List<Loop> all) {
  public Loops {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("There is no loop");
    }
  }

  /** The loop that serves something with this number: always the same one. */
  public Loop of(int number) {
    return all.get(Math.floorMod(number, all.size()));
  }
}
