package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Judges who was seen: nobody who is long gone, everybody who is long there. */
final class Attendance {
  private static final long NEVER = -1;

  private final Findings findings;
  private final Promises promises;
  private final Map<Channel, Map<String, Member>> members = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final NavigableSet<Long> strikes = new TreeSet<>();
  private long disturbedUntil = NEVER;

  private static final class Member {
    private boolean mayBeThere;
    private long enteredAt = NEVER;
    private long leftAt = NEVER;
  }

  Attendance(Findings findings, Promises promises) {
    this.findings = findings;
    this.promises = promises;
  }

  void entering(Event.Entering it) {
    member(it.channel(), it.client()).mayBeThere = true;
  }

  void entered(Event.Entered it) {
    Member member = member(it.channel(), it.client());
    member.mayBeThere = true;
    if (member.enteredAt == NEVER) {
      member.enteredAt = it.at();
    }
  }

  void leaving(Event.Leaving it) {
    Member member = member(it.channel(), it.client());
    member.mayBeThere = false;
    member.enteredAt = NEVER;
    member.leftAt = it.at();
  }

  void struck(Event.Struck it) {
    strikes.add(it.at());
    open.merge(it.fault() + "/" + it.target(), 1, Integer::sum);
  }

  void healed(Event.Healed it) {
    open.computeIfPresent(
        it.fault() + "/" + it.target(), (fault, times) -> times == 1 ? null : times - 1);
    disturbedUntil = it.at() + promises.recovery().toMillis();
  }

  void observed(Event.Observed it) {
    for (String client : it.clients()) {
      Member member = member(it.channel(), client);
      boolean isGhost = member.leftAt == NEVER || it.asked() - counted(member) > ghostMillis();
      if (!member.mayBeThere && isGhost) {
        findings.add(
            Kind.PRESENCE_GHOST,
            it.at(),
            client + " in " + it.channel(),
            member.leftAt == NEVER
                ? "was seen and never entered"
                : "was seen " + (it.asked() - member.leftAt) + " ms after its end");
      }
    }
    if (!open.isEmpty() || it.asked() < disturbedUntil) {
      return;
    }
    members
        .getOrDefault(it.channel(), Map.of())
        .forEach(
            (client, member) -> {
              boolean mustBeThere =
                  member.enteredAt != NEVER
                      && it.asked() - member.enteredAt > promises.presenceVisible().toMillis();
              if (mustBeThere && !it.clients().contains(client)) {
                findings.add(
                    Kind.PRESENCE_MISSING,
                    it.at(),
                    client + " in " + it.channel(),
                    "entered " + (it.asked() - member.enteredAt) + " ms before and was not seen");
              }
            });
  }

  /**
   * From when on a member's end is judged: a gateway that is killed while it still gives somebody
   * who was cut off time to come back leaves a ghost that is its own.
   */
  private long counted(Member member) {
    Long struck = strikes.floor(member.leftAt + ghostMillis());
    return struck == null ? member.leftAt : Math.max(struck, member.leftAt);
  }

  private long ghostMillis() {
    return promises.ghostGone().toMillis();
  }

  private Member member(Channel channel, String client) {
    return members
        .computeIfAbsent(channel, it -> new HashMap<>())
        .computeIfAbsent(client, it -> new Member());
  }
}
