package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.carried.Carry;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.peers.Peers;
import dev.fanfare.protocol.Fault;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * One whole request, for which it is to be found out what is to be done: an exchange is carried
 * out, a conversation let in, a session looked for here or elsewhere.
 *
 * @param target as the request line has it
 */
record Inquiry(Site site, EdgeLoop loop, RequestHead head, String target) {
  private static final Refused NO_TEXT = Refused.badRequest("The body is not valid UTF-8.");
  private static final Duration PEER_DEADLINE = Duration.ofSeconds(5);
  private static final byte[] NOTHING = new byte[0];

  /**
   * Asks whom the plan names. What comes of it is either done or {@linkplain Outcome#abandon
   * abandoned}. Completes on any thread; fails when something broke on our side.
   */
  Future<Outcome> about(Plan plan, byte[] body) {
    return switch (plan) {
      case Plan.Fixed fixed -> Future.succeededFuture(new Outcome.Answer(fixed.answer()));
      case Plan.Refuse refuse -> Future.succeededFuture(new Outcome.Refuse(refuse.refused()));
      case Plan.Ask ask ->
          site.gatekeeper().exchange(ask.match(), head, body).map(Outcome.Answer::new);
      case Plan.Open open ->
          site.gatekeeper().admit(open.match(), head).map(admission -> opened(open, admission));
      case Plan.Stream stream ->
          Text.isUtf8(body)
              ? site.gatekeeper()
                  .admit(stream.match(), head)
                  .map(admission -> streamed(admission, body))
              : noText();
      case Plan.Carry carry ->
          Text.isUtf8(body)
              ? site.carriers()
                  .carry(carry.match(), head, body, loop, site.bounds(carry))
                  .map(carried -> carried(carry.match(), carried, body))
              : noText();
    };
  }

  private static Outcome opened(Plan.Open open, Admission admission) {
    return switch (admission) {
      case Admission.Granted(var entrance) -> new Outcome.Open(open.match(), entrance);
      case Admission.Refused(Fault fault) -> new Outcome.Refuse(Refused.of(fault));
    };
  }

  private Outcome streamed(Admission admission, byte[] body) {
    return switch (admission) {
      case Admission.Granted(var entrance) -> new Outcome.Stream(entrance, body);
      case Admission.Refused(Fault fault) -> new Outcome.Answer(site.answer(Refused.of(fault)));
    };
  }

  private Outcome carried(Match.Carried match, Carry carried, byte[] body) {
    return switch (carried) {
      case Carry.Answered(var answer) -> new Outcome.Answer(answer);
      case Carry.Received(var entrance) -> new Outcome.Stream(entrance, NOTHING);
      case Carry.Elsewhere elsewhere ->
          new Outcome.Stream(
              site.peers().orElseThrow().entrance(errand(match, elsewhere, body)), NOTHING);
    };
  }

  private Peers.Errand errand(Match.Carried match, Carry.Elsewhere elsewhere, byte[] body) {
    Duration longest =
        match.carriage() instanceof Carriage.Polls polls ? polls.longest() : Duration.ZERO;
    return new Peers.Errand(
        elsewhere.owner(),
        elsewhere.address(),
        head,
        target,
        body,
        longest.plus(PEER_DEADLINE),
        match.unknown());
  }

  private Future<Outcome> noText() {
    return Future.succeededFuture(new Outcome.Answer(site.answer(NO_TEXT)));
  }
}
