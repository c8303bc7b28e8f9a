package dev.fanfare.gateway.boot.cli;

import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.Operation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** One {@code --cap}: a pattern and what is allowed in its channels. */
record Grant(ChannelPattern pattern, Set<Operation> operations) {

  static Grant parse(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new TypeConversionException(
          "write it as PATTERN=OPERATION,…: 'chat:*=subscribe,publish'");
    }
    try {
      ChannelPattern pattern = ChannelPattern.of(text.substring(0, equals));
      return new Grant(pattern, operations(text.substring(equals + 1)));
    } catch (IllegalArgumentException notAPattern) {
      throw new TypeConversionException(notAPattern.getMessage());
    }
  }

  static Capabilities together(List<Grant> grants) {
    Map<ChannelPattern, Set<Operation>> all = new LinkedHashMap<>();
    for (Grant grant : grants) {
      all.computeIfAbsent(grant.pattern, p -> EnumSet.noneOf(Operation.class))
          .addAll(grant.operations);
    }
    return new Capabilities(all);
  }

  private static Set<Operation> operations(String text) {
    if (text.equals("*")) {
      return EnumSet.allOf(Operation.class);
    }
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    for (String word : text.split(",", -1)) {
      operations.add(Operation.parse(word).orElseThrow(() -> unknown(word)));
    }
    return operations;
  }

  private static TypeConversionException unknown(String word) {
    return new TypeConversionException(
        "there is no operation '"
            + word
            + "'; there are "
            + Arrays.stream(Operation.values())
                .map(Operation::text)
                .collect(Collectors.joining(", ")));
  }
}
