package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run does. The same plan has the same clients and faults in the same order; what the
 * machine makes of it differs.
 *
 * @param length how long faults strike and publishers publish
 * @param faults which of them may strike; with none the clients alone are restless
 * @param pause the longest time between two faults
 * @param cluster whether three gateways stand on three members and Redis, or one on its own memory
 * @param folder where the history, the configuration and the logs go
 */
public record Plan(
    Duration length, long seed, List<String> faults, Duration pause, boolean cluster, Path folder) {
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
  }

  /** Every fault of a shape that this machine allows, by name. */
  public static List<String> possibleFaults(boolean cluster) {
    boolean wires = cluster && Cluster.canBePartitioned();
    return strikes(cluster).filter(it -> wires || !it.cutsWires()).map(Strike::title).toList();
  }

  /** Every fault of a shape, by name. */
  public static List<String> allFaults(boolean cluster) {
    return strikes(cluster).map(Strike::title).toList();
  }

  List<Strike> strikes() {
    return strikes(cluster).filter(it -> faults.contains(it.title())).toList();
  }

  /** What it needs: a network of its own only when one of its faults cuts wires. */
  Shape shape() {
    if (!cluster) {
      return Shape.LONELY;
    }
    return strikes().stream().anyMatch(Strike::cutsWires) ? Shape.NETWORKED : Shape.CLUSTER;
  }

  enum Shape {
    LONELY,
    CLUSTER,
    NETWORKED
  }

  private static Stream<Strike> strikes(boolean cluster) {
    return Stream.of(Strike.values()).filter(it -> cluster || it.fitsOneGateway());
  }
}
