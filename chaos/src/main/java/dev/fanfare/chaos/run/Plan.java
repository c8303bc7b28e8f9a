package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Partition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run does. The same plan has the same clients and faults in the same order; what the
 * machine makes of it differs.
 *
 * @param length how long faults strike and publishers publish
 * @param faults which of them may strike; with none the clients alone are restless
 * @param pause the longest time between two faults
 * @param cluster whether three gateways stand on three members and Redis, or one on its own memory
 * @param partition by what wires are cut, when a fault does that
 * @param folder where the history, the configuration and the logs go
 */
public record Plan(
    Duration length,
    long seed,
    List<String> faults,
    Duration pause,
    boolean cluster,
    Optional<Partition> partition,
    Path folder) {
  /** Owns its list, and refuses faults that there are not. */
  public Plan {
    faults = List.copyOf(faults);
    for (String fault : faults) {
      if (!allFaults(cluster).contains(fault)) {
        throw new IllegalArgumentException(
            "There is no fault '%s'. There are: %s."
                .formatted(fault, String.join(", ", allFaults(cluster))));
      }
    }
    if (partition.isEmpty() && cutsWires(cluster, faults)) {
      throw new IllegalArgumentException(
          "This machine can part no processes: the faults that begin with part- need Linux.");
    }
  }

  /** Every fault of a shape, by name; those that cut wires only when that is possible. */
  public static List<String> faults(boolean cluster, boolean wires) {
    return strikes(cluster).filter(it -> wires || !it.cutsWires()).map(Strike::title).toList();
  }

  private static boolean cutsWires(boolean cluster, List<String> faults) {
    return strikes(cluster).anyMatch(it -> it.cutsWires() && faults.contains(it.title()));
  }

  private static List<String> allFaults(boolean cluster) {
    return faults(cluster, true);
  }

  List<Strike> strikes() {
    return strikes(cluster).filter(it -> faults.contains(it.title())).toList();
  }

  /** By what its faults cut wires; empty when none does. */
  public Optional<Partition> partitionNeeded() {
    return partition.filter(it -> cutsWires(cluster, faults));
  }

  private static Stream<Strike> strikes(boolean cluster) {
    return Stream.of(Strike.values()).filter(it -> cluster || it.fitsOneGateway());
  }
}
