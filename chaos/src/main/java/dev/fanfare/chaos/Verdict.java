package dev.fanfare.chaos;

import dev.fanfare.chaos.checker.Finding;
import dev.fanfare.chaos.history.Event;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run amounts to, for people.
 *
 * @param problems what makes the run worthless or wrong beside the findings
 */
record Verdict(List<Event> history, List<Finding> findings, List<String> problems) {
  private static final int SHOWN = 20;

  static Verdict of(List<Event> history, List<Finding> findings) {
    long refused =
        history.stream()
            .filter(it -> it instanceof Event.Failed failed && failed.why().startsWith("4"))
            .count();
    boolean idle =
        history.stream().noneMatch(Event.Acknowledged.class::isInstance)
            || history.stream().noneMatch(Event.Delivered.class::isInstance)
            || history.stream().noneMatch(Event.Observed.class::isInstance);
    boolean unfinished = history.stream().noneMatch(Event.Calm.class::isInstance);
    return new Verdict(
        history,
        findings,
        java.util.stream.Stream.of(
                refused > 0 ? refused + " publishes were refused for good" : "",
                idle ? "nothing was acknowledged, delivered or observed, so nothing is shown" : "",
                unfinished ? "the history is not finished" : "")
            .filter(problem -> !problem.isEmpty())
            .toList());
  }

  boolean isGood() {
    return findings.isEmpty() && problems.isEmpty();
  }

  /** A table of what happened, a table of what was found, and one last line. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "publish attempts", count(Event.Attempted.class));
    line(text, "  acknowledged", count(Event.Acknowledged.class));
    line(text, "  failed, tried again", count(Event.Failed.class));
    line(text, "deliveries", count(Event.Delivered.class));
    line(text, "subscribes", count(Event.Subscribed.class));
    for (Event.State state : Event.State.values()) {
      long resumes =
          history.stream()
              .filter(
                  it ->
                      it instanceof Event.Subscribed resumed
                          && resumed.after().isPresent()
                          && resumed.state() == state)
              .count();
      line(text, "  resumed " + state.name().toLowerCase(java.util.Locale.ROOT), resumes);
    }
    line(text, "presence enters", count(Event.Entered.class));
    line(text, "presence observed", count(Event.Observed.class));
    line(text, "webhook events", count(Event.Hooked.class));
    Map<String, Long> faults =
        history.stream()
            .flatMap(it -> it instanceof Event.Struck hit ? java.util.stream.Stream.of(hit) : null)
            .collect(Collectors.groupingBy(Event.Struck::fault, Collectors.counting()));
    faults.forEach((fault, times) -> line(text, "fault: " + fault, times));
    text.append('\n');
    Map<Finding.Kind, Integer> kinds = new EnumMap<>(Finding.Kind.class);
    findings.forEach(it -> kinds.merge(it.kind(), 1, Integer::sum));
    for (Finding.Kind kind : Finding.Kind.values()) {
      line(text, kind.title(), kinds.getOrDefault(kind, 0));
    }
    text.append('\n');
    findings.stream()
        .limit(SHOWN)
        .forEach(
            it ->
                text.append(
                    "%7d ms  %s: %s: %s%n"
                        .formatted(it.at(), it.kind().title(), it.who(), it.text())));
    problems.forEach(problem -> text.append(problem).append('\n'));
    text.append(isGood() ? "Every promise was kept." : "NOT every promise was kept.").append('\n');
    return text.toString();
  }

  private long count(Class<? extends Event> kind) {
    return history.stream().filter(kind::isInstance).count();
  }

  private static void line(StringBuilder text, String what, long number) {
    text.append("%-24s %9d%n".formatted(what, number));
  }
}
