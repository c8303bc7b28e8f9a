package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogChange.PresentReply.Changed;
import dev.fanfare.gateway.log.LogChange.PresentReply.Full;
import dev.fanfare.gateway.log.LogChange.PresentReply.Unchanged;
import dev.fanfare.gateway.log.LogChange.Reap;
import dev.fanfare.gateway.log.LogChange.ReapReply;
import dev.fanfare.protocol.PresenceChange.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides what changes of presence do. */
final class Presenting {
  private Presenting() {}

  static Decision<PresentReply> decide(Present present, LogState state, Context context) {
    Plan plan = new Plan(state, context, present.bounds());
    MemberKey who = new MemberKey(present.client(), present.connection());
    PresentReply reply =
        switch (present.kind()) {
          case ENTER -> enter(present, who, plan);
          case LEAVE -> leave(present, who, plan);
        };
    return Decision.of(reply, plan);
  }

  /** Takes out what a dead gateway answered for. */
  static Decision<ReapReply> decide(Reap reap, LogState state, Context context) {
    Plan plan = new Plan(state, context);
    List<Entry> leaves = new ArrayList<>();
    Map<String, Integer> left = new HashMap<>();
    for (PresenceSet.Present present : state.presence().all()) {
      if (present.incarnation() == reap.incarnation()) {
        int members = state.presence().size() - leaves.size() - 1;
        var client = present.member().client();
        int gone = left.merge(client.text(), 1, Integer::sum);
        int others = state.presence().entriesOf(client) - gone;
        leaves.add(
            plan.present(Action.LEAVE, present.key(), present.member().data(), members, others, 0));
        if (others == 0) {
          plan.fact(sequence -> new Fact.MemberRemoved(sequence, plan.wallMicros(), client));
        }
      }
    }
    Occupying.occupy(reap.incarnation(), 0, plan);
    plan.add(new Effect.Reached(plan.top().epoch(), plan.top().offset()));
    return Decision.of(new ReapReply(leaves), plan);
  }

  private static PresentReply enter(Present present, MemberKey who, Plan plan) {
    PresenceSet members = plan.state().presence();
    var there = members.find(who);
    if (there.isPresent()) {
      if (there.get().member().data().equals(present.data())) {
        long offset = there.get().member().offset();
        plan.confirm(plan.state().entries().presence(), offset, present.incarnation());
        plan.add(new Effect.MemberIs(there.get().member(), present.incarnation()));
        return new Unchanged(plan.top());
      }
      return new Changed(
          plan.present(
              Action.UPDATE,
              who,
              present.data(),
              members.size(),
              members.entriesOf(who.client()),
              present.incarnation()));
    }
    int others = members.entriesOf(who.client());
    if (!hasRoom(members, others == 0, present.bounds())) {
      return new Full(members.clients(), members.size());
    }
    Entry entry =
        plan.present(
            Action.ENTER,
            who,
            present.data(),
            members.size() + 1,
            others + 1,
            present.incarnation());
    if (others == 0) {
      plan.fact(sequence -> new Fact.MemberAdded(sequence, plan.wallMicros(), who.client()));
    }
    return new Changed(entry);
  }

  /** Members are counted, not their connections; what these may take has a bound too. */
  private static boolean hasRoom(PresenceSet members, boolean isNew, Bounds bounds) {
    return members.size() < bounds.presenceEntries()
        && (!isNew || members.clients() < bounds.presenceMembers());
  }

  /** A leave tells what the member said at last: with the leave, or else before. */
  private static PresentReply leave(Present present, MemberKey who, Plan plan) {
    PresenceSet members = plan.state().presence();
    var there = members.find(who);
    if (there.isEmpty()) {
      plan.add(new Effect.Reached(plan.top().epoch(), plan.top().offset()));
      return new Unchanged(plan.top());
    }
    var data = present.data().or(() -> there.get().member().data());
    int others = members.entriesOf(who.client()) - 1;
    Entry entry = plan.present(Action.LEAVE, who, data, members.size() - 1, others, 0);
    if (others == 0) {
      plan.fact(sequence -> new Fact.MemberRemoved(sequence, plan.wallMicros(), who.client()));
    }
    return new Changed(entry);
  }
}
