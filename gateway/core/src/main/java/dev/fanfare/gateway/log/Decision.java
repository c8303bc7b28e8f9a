package dev.fanfare.gateway.log;

import java.util.List;

/** What a change is answered with, and what it does. */
record Decision<R>(R reply, Delta delta, List<Fact> facts) {
  static <R> Decision<R> of(R reply, Plan plan) {
    return new Decision<>(reply, plan.delta(), List.copyOf(plan.facts()));
  }

  static <R> Decision<R> nothing(R reply) {
    return new Decision<>(reply, Delta.NONE, List.of());
  }
}
