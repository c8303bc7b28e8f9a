package dev.fanfare.gateway.boot.config;

import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.Operation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads what a credential may do: {@code all}, or a section of channel patterns with their
 * operations.
 */
final class CapabilitiesReader {
  private static final List<String> OPERATIONS =
      Arrays.stream(Operation.values()).map(Operation::text).toList();

  private final Problems problems;

  CapabilitiesReader(Problems problems) {
    this.problems = problems;
  }

  Optional<Capabilities> read(Node node, String path) {
    if (node instanceof ScalarNode scalar && scalar.getValue().equals("all")) {
      return Optional.of(Capabilities.ALL);
    }
    if (!(node instanceof MappingNode mapping)) {
      problems.at(
          node,
          Binder.named(path)
              + " must be all, or a section such as {\"chat:*\": [subscribe, publish]}, not "
              + Binder.kind(node)
              + ".");
      return Optional.empty();
    }
    Map<ChannelPattern, Set<Operation>> grants = new LinkedHashMap<>();
    boolean sound = true;
    for (NodeTuple tuple : mapping.getValue()) {
      Optional<ChannelPattern> pattern = pattern(tuple.getKeyNode(), path);
      Optional<Set<Operation>> operations = operations(tuple.getValueNode(), path);
      if (pattern.isEmpty() || operations.isEmpty()) {
        sound = false;
      } else if (grants.putIfAbsent(pattern.get(), operations.get()) != null) {
        problems.at(
            tuple.getKeyNode(),
            Binder.named(path) + " names the pattern '" + pattern.get() + "' twice.");
        sound = false;
      }
    }
    return sound ? Optional.of(new Capabilities(grants)) : Optional.empty();
  }

  private Optional<ChannelPattern> pattern(Node node, String path) {
    Scalar<?> kind = Scalar.of(ChannelPattern.class).orElseThrow();
    Optional<ChannelPattern> pattern =
        node instanceof ScalarNode scalar
            ? kind.read().apply(scalar.getValue()).map(ChannelPattern.class::cast)
            : Optional.empty();
    if (pattern.isEmpty()) {
      problems.at(node, "A key of " + Binder.named(path) + " must be " + kind.expected() + ".");
    }
    return pattern;
  }

  private Optional<Set<Operation>> operations(Node node, String path) {
    if (node instanceof ScalarNode scalar && scalar.getValue().equals("*")) {
      return Optional.of(EnumSet.allOf(Operation.class));
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.at(
          node,
          "The operations in "
              + Binder.named(path)
              + " must be a list such as [subscribe, publish], or \"*\" for all, not "
              + Binder.kind(node)
              + ".");
      return Optional.empty();
    }
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    boolean sound = true;
    for (Node item : sequence.getValue()) {
      String word = item instanceof ScalarNode scalar ? scalar.getValue() : "";
      Optional<Operation> operation = Operation.parse(word);
      operation.ifPresent(operations::add);
      if (operation.isEmpty()) {
        sound = false;
        String hint =
            Nearest.to(word, OPERATIONS)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElseGet(() -> " There are: " + String.join(", ", OPERATIONS) + ".");
        problems.at(
            item,
            Binder.named(path) + " names no operation with " + Binder.kind(item) + "." + hint);
      }
    }
    return sound ? Optional.of(operations) : Optional.empty();
  }
}
