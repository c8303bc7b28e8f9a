package dev.fanfare.chaos.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run does. The same plan has the same clients and faults in the same order; what the
 * machine makes of it differs.
 *
 * @param length how long faults strike and publishers publish
 * @param faults which of them may strike; with none the clients alone are restless
 * @param pause the longest time between two faults
 * @param folder where the history, the configuration and the logs go
 */
public record Plan(Duration length, long seed, List<String> faults, Duration pause, Path folder) {
  /** Owns its list, and refuses faults that there are not. */
  public Plan {
    faults = List.copyOf(faults);
    for (String fault : faults) {
      if (!allFaults().contains(fault)) {
        throw new IllegalArgumentException(
            "There is no fault '%s'. There are: %s."
                .formatted(fault, String.join(", ", allFaults())));
      }
    }
  }

  /** Every fault, by name. */
  public static List<String> allFaults() {
    return List.of(Strike.values()).stream().map(Strike::title).toList();
  }

  List<Strike> strikes() {
    return List.of(Strike.values()).stream().filter(it -> faults.contains(it.title())).toList();
  }
}
