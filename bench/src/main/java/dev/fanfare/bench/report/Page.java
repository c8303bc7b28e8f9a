package dev.fanfare.bench.report;

import dev.fanfare.bench.load.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code docs/benchmarks.md}: the method is written by hand, the results between two marks are not.
 */
public final class Page {
  private static final String BEGIN = "<!-- results: ./fanfare bench --report writes from here -->";
  private static final String BEGIN_CLUSTER =
      "<!-- results: ./fanfare bench --cluster --report writes from here -->";
  private static final String END = "<!-- to here -->";

  private final Path file;

  /** The page in a file that has the two marks. */
  public Page(Path file) {
    this.file = file;
  }

  /** Puts these results where the last ones were. */
  public void write(Results results) {
    if (results.smoke()) {
      throw new BenchFailure("the last run was a --quick one: its figures mean nothing.");
    }
    try {
      String page = Files.readString(file);
      Files.writeString(file, with(page, results));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static String with(String page, Results results) {
    String mark = results.ofCluster() ? BEGIN_CLUSTER : BEGIN;
    int begin = page.indexOf(mark);
    int end = page.indexOf(END, Math.max(0, begin));
    if (begin < 0 || end < begin) {
      throw new BenchFailure("docs/benchmarks.md has lost the marks between which results stand.");
    }
    return page.substring(0, begin + mark.length())
        + "\n\n"
        + facts(results)
        + "\n"
        + new Table(results).markdown()
        + page.substring(end);
  }

  private static String facts(Results results) {
    StringBuilder facts = new StringBuilder();
    facts
        .append("Measured ")
        .append(results.begun())
        .append(", commit ")
        .append(results.commit())
        .append(".\n\n");
    results.machine().forEach((name, value) -> fact(name, value, facts));
    results.method().forEach((name, value) -> fact(name, value, facts));
    for (Map.Entry<String, String> version : results.versions().entrySet()) {
      fact(version.getKey(), version.getValue(), facts);
    }
    return facts.toString();
  }

  private static void fact(String name, String value, StringBuilder to) {
    to.append("- ").append(name).append(": ").append(value).append('\n');
  }
}
