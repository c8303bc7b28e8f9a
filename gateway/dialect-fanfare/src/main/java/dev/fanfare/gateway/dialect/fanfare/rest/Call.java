package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A request that becomes commands once, and whose answer is made of their results. */
final class Call implements Exchange {
  private final Presented credential;
  private final Plan plan;
  private Function<List<Result>, HttpAnswer> rendering = Call::unplanned;

  Call(Presented credential, Plan plan) {
    this.credential = credential;
    this.plan = plan;
  }

  /** What a request asks for, once its body is there. */
  @FunctionalInterface
  interface Plan {
    Planned of(byte[] body) throws InvalidInput;
  }

  /** What to run, and how to answer. */
  record Planned(List<Command> commands, Function<List<Result>, HttpAnswer> rendering) {
    /** One command, whose refusal is the answer. */
    static Planned one(Command command, Function<Result, HttpAnswer> rendering) {
      return new Planned(
          List.of(command),
          results ->
              results.get(0) instanceof Result.Refused refused
                  ? Problem.of(refused.fault())
                  : rendering.apply(results.get(0)));
    }
  }

  @Override
  public Step begin(byte[] body) {
    try {
      Planned planned = plan.of(body);
      rendering = planned.rendering();
      return new Step.Run(Optional.of(credential), planned.commands());
    } catch (InvalidInput refused) {
      return new Step.Answer(Problem.of(refused.fault()));
    }
  }

  @Override
  public Step answered(List<Result> results) {
    return new Step.Answer(rendering.apply(results));
  }

  private static HttpAnswer unplanned(List<Result> results) {
    throw new IllegalStateException("Results came before the request began: " + results.size());
  }
}
