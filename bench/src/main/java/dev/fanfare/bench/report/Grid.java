package dev.fanfare.bench.report;

import java.util.List;

/** A Markdown table that also reads well as plain text: names to the left, figures to the right. */
final class Grid {
  private Grid() {}

  /** Writes rows, of which the first is the head, and an empty line. */
  static void write(List<List<String>> rows, StringBuilder page) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    line(rows.get(0), widths, page);
    rule(widths, page);
    for (List<String> row : rows.subList(1, rows.size())) {
      line(row, widths, page);
    }
    page.append('\n');
  }

  private static void line(List<String> row, int[] widths, StringBuilder page) {
    page.append('|');
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      String cell = i == 0 ? row.get(i) + padding : padding + row.get(i);
      page.append(' ').append(cell).append(" |");
    }
    page.append('\n');
  }

  private static void rule(int[] widths, StringBuilder page) {
    page.append('|');
    for (int i = 0; i < widths.length; i++) {
      page.append('-').append("-".repeat(widths[i])).append(i == 0 ? "-|" : ":|");
    }
    page.append('\n');
  }
}
