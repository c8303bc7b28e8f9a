package dev.fanfare.bench.contender;

import java.nio.file.Path;
import java.util.List;

/** What our Node servers have in common. */
final class Node {
  private Node() {}

  static String version(Workshop workshop) {
    return Shell.run(workshop.root(), List.of("node", "--version")).replace("v", "");
  }

  /** The collector is exposed for the one signal that asks for it; it runs by itself as ever. */
  static List<String> command(Workshop workshop, String script, int port) {
    Path file = workshop.node().resolve(script);
    return List.of("node", "--expose-gc", file.toString(), Integer.toString(port));
  }
}
