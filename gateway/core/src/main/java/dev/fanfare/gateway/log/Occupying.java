package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.LogChange.Occupy;
import dev.fanfare.gateway.log.LogChange.OccupyReply;

/** Decides what a gateway's count of subscribers does. */
final class Occupying {
  private Occupying() {}

  static Decision<OccupyReply> decide(Occupy occupy, LogState state, Context context) {
    Plan plan = new Plan(state, context);
    int total = occupy(occupy.incarnation(), Math.max(0, occupy.subscribers()), plan);
    return Decision.of(new OccupyReply(total), plan);
  }

  /** Sets the count, unchanged ones too: their acknowledgement rests on a backup as well. */
  static int occupy(long incarnation, int subscribers, Plan plan) {
    int before = plan.state().occupancy().total();
    int after = plan.state().occupancy().totalWith(incarnation, subscribers);
    plan.add(new Effect.Occupied(incarnation, subscribers));
    long now = plan.wallMicros();
    if (before == 0 && after > 0) {
      plan.fact(sequence -> new Fact.Occupied(sequence, now));
    }
    if (before != after) {
      plan.fact(sequence -> new Fact.Subscribers(sequence, now, after));
    }
    if (before > 0 && after == 0) {
      plan.fact(sequence -> new Fact.Vacated(sequence, now));
    }
    return after;
  }
}
