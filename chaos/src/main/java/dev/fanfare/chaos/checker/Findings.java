package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Collects findings; past a bound only their number, so that a broken run stays readable. */
final class Findings {
  private static final int MOST = 1_000;

  private final List<Finding> all = new ArrayList<>();

  void add(Kind kind, long at, String who, String text) {
    if (all.size() < MOST) {
      all.add(new Finding(kind, at, who, text));
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
