package dev.fanfare.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** Results as Markdown: medians, with least and most in brackets, and ratios to the peers. */
public final class Table {
  private static final String OURS = "fanfare";

  private final Results results;

  /** Of these results. */
  public Table(Results results) {
    this.results = results;
  }

  /** Everything. */
  public String markdown() {
    StringBuilder page = new StringBuilder();
    for (String workload : results.workloads().keySet()) {
      section(workload, page);
    }
    sieges(page);
    table(Figure.RESUMED_WHOLE, SLOW_READERS, page);
    table(Figure.DRAIN_SECONDS, DRAIN, page);
    table(Figure.EVENTS_PER_CPU_SECOND, HTTP_PUBLISHES, page);
    table(Figure.CPU_MICROS_PER_APPEND, APPENDS, page);
    table(Figure.HOPS_PER_SECOND, HOPS, page);
    table(Figure.ALL_RESUMED_SECONDS, KILLED_GATEWAY, page);
    table(Figure.LONGEST_STALL_SECONDS, LOST_MEMBER, page);
    if (results.contenders().contains(OURS) && results.contenders().size() > 1) {
      ratios(page);
    }
    disturbance(page);
    remarks(page);
    return page.toString();
  }

  private void section(String workload, StringBuilder page) {
    boolean fanout = has(workload, Figure.DELIVERIES_PER_CPU_SECOND);
    boolean arrivals = has(workload, Figure.CONNECTS_PER_CPU_SECOND_COLD);
    if (!fanout && !arrivals) {
      return;
    }
    page.append("### ")
        .append(workload)
        .append(": ")
        .append(results.workloads().get(workload))
        .append("\n\n");
    List<List<String>> rows = new ArrayList<>();
    rows.add(fanout ? FANOUT_HEAD : ARRIVALS_HEAD);
    BiFunction<String, String, List<String>> row = fanout ? this::fanoutRow : this::arrivalsRow;
    for (String contender : results.contenders()) {
      if (results.of(contender, workload).findAny().isPresent()) {
        rows.add(row.apply(contender, workload));
      }
    }
    Grid.write(rows, page);
  }

  private static final List<String> FANOUT_HEAD =
      List.of(
          "",
          "thousand deliveries per CPU-second",
          "p50 ms",
          "p99 ms",
          "server CPU",
          "lost / repeated / out of order",
          "PSS MiB");

  private List<String> fanoutRow(String contender, String workload) {
    return List.of(
        contender,
        text(results.spread(contender, workload, Figure.DELIVERIES_PER_CPU_SECOND), 1e-3),
        text(results.spread(contender, workload, Figure.P50_MS), 1),
        text(results.spread(contender, workload, Figure.P99_MS), 1),
        cpuShare(contender, workload),
        faults(contender, workload),
        text(results.spread(contender, workload, Figure.PSS_MIB), 1));
  }

  private static final List<String> ARRIVALS_HEAD =
      List.of(
          "",
          "KiB PSS per connection",
          "as it stands",
          "base PSS MiB",
          "thousand connects per CPU-second, cold",
          "warm");

  private List<String> arrivalsRow(String contender, String workload) {
    return List.of(
        contender,
        text(results.spread(contender, workload, Figure.KIB_PER_CONNECTION), 1),
        text(results.spread(contender, workload, Figure.KIB_PER_CONNECTION_UNTIDIED), 1),
        text(results.spread(contender, workload, Figure.BASE_PSS_MIB), 1),
        text(results.spread(contender, workload, Figure.CONNECTS_PER_CPU_SECOND_COLD), 1e-3),
        text(results.spread(contender, workload, Figure.CONNECTS_PER_CPU_SECOND_WARM), 1e-3));
  }

  private void sieges(StringBuilder page) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(SIEGE_HEAD);
    for (String workload : results.workloads().keySet()) {
      for (String contender : results.contenders()) {
        if (results.spread(contender, workload, Figure.P99_RATIO).isPresent()
            && results.spread(contender, workload, Figure.RESUMED_WHOLE).isEmpty()) {
          rows.add(siegeRow(contender, workload));
        }
      }
    }
    if (rows.size() > 1) {
      page.append("### Under attack\n\n");
      Grid.write(rows, page);
    }
  }

  private static final List<String> SIEGE_HEAD =
      List.of(
          "",
          "p99 ms alone",
          "under attack",
          "ratio",
          "lost / repeated / out of order",
          "PSS growth MiB");

  private List<String> siegeRow(String contender, String workload) {
    return List.of(
        contender + ": " + results.workloads().get(workload),
        text(results.spread(contender, workload, Figure.QUIET_P99_MS), 1),
        text(results.spread(contender, workload, Figure.P99_MS), 1),
        text(results.spread(contender, workload, Figure.P99_RATIO), 1),
        faults(contender, workload),
        text(results.spread(contender, workload, Figure.PSS_GROWTH_MIB), 1));
  }

  private static final List<Figure> SLOW_READERS =
      List.of(
          Figure.QUIET_P99_MS,
          Figure.P99_MS,
          Figure.P99_RATIO,
          Figure.PSS_GROWTH_MIB,
          Figure.KIB_PER_NON_READER,
          Figure.CLOSED,
          Figure.RESUMED_WHOLE,
          Figure.LOST);

  private static final List<Figure> DRAIN =
      List.of(Figure.DRAIN_SECONDS, Figure.EXIT_CODE, Figure.GOODBYES, Figure.CUT_OFF);

  private static final List<Figure> HTTP_PUBLISHES =
      List.of(
          Figure.EVENTS_PER_CPU_SECOND,
          Figure.EVENTS_PER_SECOND,
          Figure.P50_MS,
          Figure.P99_MS,
          Figure.NOT_OK,
          Figure.SERVER_CPU_SECONDS,
          Figure.PSS_MIB);

  private static final List<Figure> APPENDS =
      List.of(
          Figure.CPU_MICROS_PER_APPEND,
          Figure.CLIENT_CPU_MICROS,
          Figure.MEMBER_CPU_MICROS,
          Figure.APPENDS_PER_SECOND,
          Figure.P50_MS,
          Figure.P99_MS,
          Figure.NOT_APPENDED);

  private static final List<Figure> HOPS =
      List.of(Figure.HOPS_PER_SECOND, Figure.P50_MS, Figure.P99_MS, Figure.MAX_MS, Figure.LOST);

  private static final List<Figure> KILLED_GATEWAY =
      List.of(
          Figure.CLIENTS_OF_KILLED,
          Figure.RESUMED_ELSEWHERE,
          Figure.ALL_RESUMED_SECONDS,
          Figure.LOST,
          Figure.REPEATED,
          Figure.LATE,
          Figure.FAULTS,
          Figure.TURNED_AWAY);

  private static final List<Figure> LOST_MEMBER =
      List.of(
          Figure.LONGEST_STALL_SECONDS,
          Figure.ACKNOWLEDGED,
          Figure.SENT_AGAIN,
          Figure.LOST,
          Figure.REPEATED,
          Figure.LATE,
          Figure.FAULTS,
          Figure.TURNED_AWAY);

  /** A table with these columns, of every workload that has one of them. */
  private void table(Figure mark, List<Figure> columns, StringBuilder page) {
    for (String workload : results.workloads().keySet()) {
      if (!has(workload, mark)) {
        continue;
      }
      page.append("### ")
          .append(workload)
          .append(": ")
          .append(results.workloads().get(workload))
          .append("\n\n");
      List<List<String>> rows = new ArrayList<>();
      List<String> head = new ArrayList<>(List.of(""));
      columns.forEach(column -> head.add(column.title()));
      rows.add(head);
      for (String contender : results.contenders()) {
        if (results.spread(contender, workload, mark).isPresent()) {
          List<String> row = new ArrayList<>(List.of(contender));
          columns.forEach(column -> row.add(text(results.spread(contender, workload, column), 1)));
          rows.add(row);
        }
      }
      Grid.write(rows, page);
    }
  }

  private String faults(String contender, String workload) {
    return sum(contender, workload, Figure.LOST)
        + " / "
        + sum(contender, workload, Figure.REPEATED)
        + " / "
        + sum(contender, workload, Figure.LATE);
  }

  private void ratios(StringBuilder page) {
    page.append("### Fanfare divided by its peers\n\n");
    List<String> peers = results.contenders().stream().filter(name -> !name.equals(OURS)).toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(peers);
    rows.add(head);
    for (String workload : results.workloads().keySet()) {
      for (Figure figure : COMPARED) {
        if (peers.stream()
            .anyMatch(peer -> results.ratio(OURS, peer, workload, figure).isPresent())) {
          List<String> row = new ArrayList<>();
          row.add(
              workload + " " + figure.title() + (figure.moreIsBetter() ? "" : " (less is better)"));
          peers.forEach(peer -> row.add(text(results.ratio(OURS, peer, workload, figure), 1)));
          rows.add(row);
        }
      }
    }
    Grid.write(rows, page);
  }

  private static final List<Figure> COMPARED =
      List.of(
          Figure.DELIVERIES_PER_CPU_SECOND,
          Figure.P50_MS,
          Figure.P99_MS,
          Figure.KIB_PER_CONNECTION,
          Figure.CONNECTS_PER_CPU_SECOND_COLD,
          Figure.CONNECTS_PER_CPU_SECOND_WARM);

  /** A machine that others use too makes figures worse than they are, latencies above all. */
  private void disturbance(StringBuilder page) {
    List<Double> shares = new ArrayList<>();
    for (Sample sample : results.samples()) {
      double wall = sample.figure(Figure.WALL_SECONDS).orElse(0.0);
      double others = sample.figure(Figure.OTHERS_CPU_SECONDS).orElse(0.0);
      if (wall > 0) {
        shares.add(100 * others / wall);
      }
    }
    if (!shares.isEmpty()) {
      Spread spread = Spread.of(shares);
      page.append(
          String.format(
              Locale.ROOT,
              "Other processes used %.0f %% of one core during the windows (median; at most %.0f %%).%n%n",
              spread.median(),
              spread.most()));
    }
  }

  private void remarks(StringBuilder page) {
    List<String> remarks =
        results.samples().stream()
            .flatMap(
                sample ->
                    sample.remarks().stream()
                        .map(
                            remark ->
                                sample.contender()
                                    + ", "
                                    + sample.workload()
                                    + ", round "
                                    + sample.round()
                                    + ": "
                                    + remark.lines().findFirst().orElse("")))
            .distinct()
            .toList();
    if (!remarks.isEmpty()) {
      page.append("### What went wrong\n\n");
      remarks.forEach(remark -> page.append("- ").append(remark).append('\n'));
      page.append('\n');
    }
  }

  private boolean has(String workload, Figure figure) {
    return results.samples().stream()
        .anyMatch(
            sample -> sample.workload().equals(workload) && sample.figure(figure).isPresent());
  }

  private String sum(String contender, String workload, Figure figure) {
    double sum =
        results
            .of(contender, workload)
            .mapToDouble(sample -> sample.figure(figure).orElse(0.0))
            .sum();
    return String.format(Locale.ROOT, "%,.0f", sum);
  }

  private String cpuShare(String contender, String workload) {
    List<Double> shares = new ArrayList<>();
    for (Sample sample : results.of(contender, workload).toList()) {
      double wall = sample.figure(Figure.WALL_SECONDS).orElse(0.0);
      if (wall > 0) {
        shares.add(100 * sample.figure(Figure.SERVER_CPU_SECONDS).orElse(0.0) / wall);
      }
    }
    return shares.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.0f %%", Spread.of(shares).median());
  }

  private static String text(Optional<Spread> spread, double factor) {
    return spread.map(found -> text(found, factor)).orElse("");
  }

  private static String text(Spread spread, double factor) {
    String median = number(spread.median() * factor);
    return spread.count() == 1
        ? median
        : median
            + " ("
            + number(spread.least() * factor)
            + "–"
            + number(spread.most() * factor)
            + ")";
  }

  /** Three digits that count, no more. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
