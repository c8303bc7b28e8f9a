package dev.fanfare.gateway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the product: as its launcher does, but for less memory and a sooner start. */
final class ProductCommand {
  private ProductCommand() {}

  /**
   * The line that starts it.
   *
   * @param flags of the JVM, after those that all have
   */
  static List<String> of(List<String> flags, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add("-XX:+ExitOnOutOfMemoryError");
    line.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    line.addAll(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(arguments);
    return line;
  }
}
