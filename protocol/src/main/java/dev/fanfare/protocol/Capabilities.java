package dev.fanfare.protocol;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a credential may do: for each channel pattern a set of operations. What no pattern grants is
 * denied.
 */
public final class Capabilities {
  /** Nothing at all. */
  public static final Capabilities NONE = new Capabilities(Map.of());

  /** Every operation in every channel, meta channels included. */
  public static final Capabilities ALL =
      new Capabilities(
          Map.of(
              ChannelPattern.of("*"), EnumSet.allOf(Operation.class),
              ChannelPattern.of("[*]*"), EnumSet.allOf(Operation.class)));

  private final Map<ChannelPattern, Set<Operation>> grants;
  private final List<Grant> list;

  /** A copy of these grants. */
  public Capabilities(Map<ChannelPattern, Set<Operation>> grants) {
    Map<ChannelPattern, Set<Operation>> copy = new LinkedHashMap<>();
    grants.forEach(
        (pattern, operations) -> {
          if (!operations.isEmpty()) {
            copy.put(pattern, Collections.unmodifiableSet(EnumSet.copyOf(operations)));
          }
        });
    this.grants = Collections.unmodifiableMap(copy);
    this.list =
        copy.entrySet().stream()
            .map(e -> new Grant(e.getKey(), EnumSet.copyOf(e.getValue())))
            .toList();
  }

  /** Whether the operation is allowed in the channel. */
  public boolean allows(Operation operation, ChannelName channel) {
    for (Grant grant : list) {
      if (grant.operations.contains(operation) && grant.pattern.matches(channel)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the operation is allowed in any channel at all. */
  public boolean allowsSomewhere(Operation operation) {
    return list.stream().anyMatch(grant -> grant.operations.contains(operation));
  }

  /** The grants, in the order in which they were written; unmodifiable. */
  public Map<ChannelPattern, Set<Operation>> grants() {
    return grants;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Capabilities that && grants.equals(that.grants);
  }

  @Override
  public int hashCode() {
    return grants.hashCode();
  }

  @Override
  public String toString() {
    return grants.toString();
  }

  private record Grant(ChannelPattern pattern, EnumSet<Operation> operations) {}
}
