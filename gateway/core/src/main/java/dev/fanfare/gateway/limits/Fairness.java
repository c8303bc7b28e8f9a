package dev.fanfare.gateway.limits;

import dev.fanfare.gateway.port.Loop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How each loop of this gateway is shared among apps. Any thread. */
public final class Fairness {
  private final Map<Loop, Turns> turns = new ConcurrentHashMap<>();

  /** The turns of a loop. */
  public Turns on(Loop loop) {
    return turns.computeIfAbsent(loop, Turns::new);
  }
}
