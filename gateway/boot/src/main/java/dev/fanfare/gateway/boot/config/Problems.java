package dev.fanfare.gateway.boot.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Gathers what is wrong in one file, and remembers where each key stands so that later checks can
 * say so too.
 */
final class Problems {
  private static final int MAX = 50;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private final Map<String, Mark> places = new HashMap<>();

  Problems(String file) {
    this.file = file;
  }

  /** Remembers where the value at a path stands. */
  void place(String path, Node node) {
    places.put(path, node.getStartMark());
  }

  /** The line of a value that was read, from 1. */
  Optional<Integer> lineOf(String path) {
    return Optional.ofNullable(places.get(path)).map(mark -> mark.getLine() + 1);
  }

  /** Something is wrong at a node. */
  void at(Node node, String sentence) {
    at(Optional.of(node.getStartMark()), sentence);
  }

  /** Something is wrong with the value at a path, or else with what holds it. */
  void at(String path, String sentence) {
    String place = path;
    while (!places.containsKey(place) && place.contains(".")) {
      place = place.substring(0, place.lastIndexOf('.'));
    }
    at(Optional.ofNullable(places.get(place)), sentence);
  }

  /** Something is wrong at a mark, or with the whole file. */
  void at(Optional<Mark> mark, String sentence) {
    if (found.size() < MAX) {
      found.add(
          mark.map(m -> new Problem(file, m.getLine() + 1, m.getColumn() + 1, sentence))
              .orElseGet(() -> new Problem(file, 0, 0, sentence)));
    }
  }

  boolean any() {
    return !found.isEmpty();
  }

  /** All of them, in the order of the file. */
  List<Problem> all() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }
}
