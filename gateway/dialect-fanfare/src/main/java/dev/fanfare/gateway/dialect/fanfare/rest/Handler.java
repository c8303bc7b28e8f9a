package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.Command.Presented;
import java.util.List;

/** What a route does with a request's head. */
@FunctionalInterface
interface Handler {
  /**
   * Takes the request.
   *
   * @param variables of the path, in order
   * @throws InvalidInput when the head alone shows that it must be refused
   */
  Match handle(RequestHead head, List<String> variables, int maxBodyBytes) throws InvalidInput;

  /** Makes a plan out of a head. */
  @FunctionalInterface
  interface Planning {
    Call.Plan plan(RequestHead head, String variable) throws InvalidInput;
  }

  /** Makes an answer out of a head. */
  @FunctionalInterface
  interface Answering {
    HttpAnswer answer(RequestHead head, String variable) throws InvalidInput;
  }

  /** A route that needs a caller; its body is read only when the head is right. */
  static Handler withBody(Planning planning) {
    return (head, variables, maxBodyBytes) -> {
      Presented caller = Credentials.of(head);
      Exchange call = new Call(caller, planning.plan(head, first(variables)));
      return new Match.Exchanged(call, maxBodyBytes);
    };
  }

  /** A route that needs a caller and has no body. */
  static Handler reading(Planning planning) {
    return (head, variables, maxBodyBytes) -> withBody(planning).handle(head, variables, 0);
  }

  /** A route that anybody may ask. */
  static Handler open(Answering answering) {
    return (head, variables, maxBodyBytes) ->
        new Match.Answered(answering.answer(head, first(variables)));
  }

  private static String first(List<String> variables) {
    return variables.isEmpty() ? "" : variables.get(0);
  }
}
