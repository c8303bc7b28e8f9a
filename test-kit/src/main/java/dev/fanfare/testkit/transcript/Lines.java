package dev.fanfare.testkit.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a transcript as they are played: those between {@code for n in 1..100} and {@code
 * end} once for each number, which stands there for {@code $n}. A loop within a loop is refused.
 */
final class Lines {
  private static final Pattern LOOP = Pattern.compile("for ([a-z]) in (\\d+)\\.\\.(\\d+)");
  private static final String END = "end";

  private Lines() {}

  /**
   * A line.
   *
   * @param number where it stands in the file, from 1
   */
  record Line(int number, String text) {}

  /**
   * All lines in the order in which they are played.
   *
   * @throws IllegalArgumentException when a loop does not end, or begins within another
   */
  static List<Line> of(String name, String text) {
    List<Line> lines = new ArrayList<>();
    String[] written = text.split("\n", -1);
    for (int i = 0; i < written.length; i++) {
      Matcher loop = LOOP.matcher(written[i].stripTrailing());
      if (!loop.matches()) {
        lines.add(new Line(i + 1, written[i].strip()));
        continue;
      }
      int end = end(name, written, i);
      repeat(loop, written, i + 1, end, lines);
      i = end;
    }
    return lines;
  }

  private static int end(String name, String[] written, int begin) {
    for (int i = begin + 1; i < written.length; i++) {
      String line = written[i].strip();
      if (line.equals(END)) {
        return i;
      }
      if (LOOP.matcher(line).matches()) {
        throw new IllegalArgumentException(name + ":" + (i + 1) + ": a loop within a loop");
      }
    }
    throw new IllegalArgumentException(
        name + ":" + (begin + 1) + ": the loop has no line that says '" + END + "'");
  }

  private static void repeat(Matcher loop, String[] written, int from, int to, List<Line> lines) {
    Pattern counter = Pattern.compile("\\$" + loop.group(1) + "(?![a-zA-Z_])");
    for (int n = Integer.parseInt(loop.group(2)); n <= Integer.parseInt(loop.group(3)); n++) {
      for (int i = from; i < to; i++) {
        String said = counter.matcher(written[i].strip()).replaceAll(Integer.toString(n));
        lines.add(new Line(i + 1, said));
      }
    }
  }
}
