package dev.fanfare.bench.report;

import java.util.Arrays;
import java.util.Collection;

/** The middle and the ends of some values; there is at least one. */
public record Spread(double median, double least, double most, int count) {

  /** Of values in any order. */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("No values have no median");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElse(median), sorted.length);
  }
}
