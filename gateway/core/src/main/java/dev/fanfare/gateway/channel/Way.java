package dev.fanfare.gateway.channel;

import dev.fanfare.protocol.Position;
import java.util.List;
import java.util.Optional;

/** How a member goes on who knows everything up to a place. */
sealed interface Way {
  /** It has joined its lane. */
  record Joined() implements Way {}

  /** First it is told this, which is all that the budget allows of what is in memory. */
  record Along(Cursor.Progress progress) implements Way {}

  /** First the store is to be read after this place. */
  record Read(Position after) implements Way {}

  /**
   * The first steps from a place, where a budget does not allow all of them.
   *
   * @param budgetBytes of entries; but one step, if there is one
   */
  static Optional<Along> within(long budgetBytes, Position from, List<Step> steps) {
    int fitting = fitting(budgetBytes, steps);
    if (fitting == steps.size()) {
      return Optional.empty();
    }
    Position reached = from;
    for (Step step : steps.subList(0, fitting)) {
      reached = step.after(reached);
    }
    return Optional.of(new Along(new Cursor.Progress(steps.subList(0, fitting), reached)));
  }

  private static int fitting(long budgetBytes, List<Step> steps) {
    long bytes = 0;
    int fitting = 0;
    for (Step step : steps) {
      bytes += step.bytes();
      if (fitting > 0 && bytes > budgetBytes) {
        break;
      }
      fitting++;
    }
    return fitting;
  }
}
