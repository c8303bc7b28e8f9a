package dev.fanfare.bench.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One workload of one contender in one round.
 *
 * @param round counts from 1; samples of the same round were taken one after the other
 * @param remarks what went wrong; a sample with remarks is shown, and marked
 */
public record Sample(
    String contender,
    String workload,
    int round,
    Map<Figure, Double> figures,
    List<String> remarks) {
  public Sample {
    figures = Map.copyOf(figures);
    remarks = List.copyOf(remarks);
  }

  /** A figure, where it was measured. */
  public Optional<Double> figure(Figure figure) {
    return Optional.ofNullable(figures.get(figure));
  }
}
