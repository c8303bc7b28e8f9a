package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges a whole history by the promises. Pure: the same history has the same findings. */
public final class Checker {
  private final Ledger ledger;
  private final Findings findings = new Findings();
  private final Promises promises;
  private final Stored stored;
  private final Attendance attendance;
  private final RollCall rollCall;
  private final Hooks hooks;
  private final Map<String, Map<Channel, Line>> lines = new HashMap<>();
  private final Map<String, Integer> session = new HashMap<>();
  private final Map<String, Set<Channel>> following = new HashMap<>();

  private Checker(List<Event> history, Promises promises) {
    this.promises = promises;
    ledger = new Ledger(history);
    stored = new Stored(ledger, findings);
    attendance = new Attendance(findings, promises);
    rollCall = new RollCall(ledger, findings, promises);
    hooks = new Hooks(ledger, findings);
  }

  /**
   * Finds every broken promise that the history shows.
   *
   * @param history in the order of the recorder
   * @return the findings, at most a thousand
   */
  public static List<Finding> check(List<Event> history, Promises promises) {
    Checker checker = new Checker(history, promises);
    history.forEach(checker::take);
    checker.end();
    return checker.findings.all();
  }

  /** Whether a webhook is still missing that a history asks for. */
  public static boolean owesWebhooks(List<Event> history) {
    return Hooks.areOwed(history);
  }

  private void take(Event event) {
    hooks.take(event);
    switch (event) {
      case Event.Attempted it -> {}
      case Event.Acknowledged it -> stored.stands(it.channel(), it.id(), it.place(), it.at());
      case Event.Failed it -> {}
      case Event.Subscribed it -> {
        session.put(it.subscriber(), it.session());
        following.computeIfAbsent(it.subscriber(), who -> new HashSet<>()).add(it.channel());
        line(it.subscriber(), it.channel()).subscribed(it);
      }
      case Event.Delivered it -> {
        stored.stands(it.channel(), it.id(), it.place(), it.at());
        line(it.subscriber(), it.channel()).delivered(it);
      }
      case Event.Told it -> line(it.subscriber(), it.channel()).told(it);
      case Event.Ended it -> {
        if (session.getOrDefault(it.subscriber(), -1) == it.session()) {
          following.remove(it.subscriber());
        }
        rollCall.ended(it.subscriber(), it.session(), it.at());
      }
      case Event.Entering it -> attendance.entering(it);
      case Event.Entered it -> attendance.entered(it);
      case Event.Leaving it -> {
        attendance.leaving(it);
        rollCall.leaving(it);
      }
      case Event.Saw it -> rollCall.saw(it);
      case Event.Visiting it -> {}
      case Event.Receiving it -> {}
      case Event.Hooked it -> {}
      case Event.Observed it -> attendance.observed(it);
      case Event.Struck it -> {
        attendance.struck(it);
        rollCall.struck(it);
      }
      case Event.Healed it -> {
        attendance.healed(it);
        rollCall.healed(it);
      }
      case Event.Calm it -> rollCall.end(it.at());
    }
  }

  private void end() {
    stored.judgeOrder();
    lines.forEach(
        (subscriber, channels) ->
            channels.forEach(
                (channel, line) ->
                    line.end(following.getOrDefault(subscriber, Set.of()).contains(channel))));
  }

  private Line line(String subscriber, Channel channel) {
    return lines
        .computeIfAbsent(subscriber, it -> new HashMap<>())
        .computeIfAbsent(channel, it -> new Line(subscriber, channel, ledger, findings, promises));
  }
}
