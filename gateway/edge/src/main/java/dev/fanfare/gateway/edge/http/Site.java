package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.carried.Carriers;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.gate.Turnstile;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.peers.Passes;
import dev.fanfare.gateway.edge.peers.Peers;
import dev.fanfare.gateway.edge.websocket.Pace;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What all connections of a server share.
 *
 * @param dialects asked in their order
 */
public record Site(
    List<Dialect> dialects,
    Gatekeeper gatekeeper,
    HttpOptions options,
    Pace pace,
    Turnstile turnstile,
    Carriers carriers,
    Entry entry) {

  public Site {
    dialects = List.copyOf(dialects);
  }

  /** Who comes in through a listener. */
  public sealed interface Entry {
    /**
     * Clients.
     *
     * @param peers who is asked about sessions that live elsewhere; absent: there are no others
     */
    record Clients(Optional<Peers> peers) implements Entry {}

    /** Other gateways, which show a pass and ask about sessions of this one only. */
    record Gateways(Passes passes) implements Entry {}
  }

  /** The head with the client's own address, where a gateway has brought it. */
  Optional<RequestHead> entering(HttpRequest request, RequestHead head) {
    return switch (entry) {
      case Entry.Clients clients -> Optional.of(head);
      case Entry.Gateways(Passes passes) ->
          head.header(Passes.HEADER)
              .flatMap(pass -> passes.take(request.method().name(), request.uri(), pass))
              .map(head::from);
    };
  }

  /** Decides what to do with a request. */
  Plan route(HttpRequest request, RequestHead head, EdgeLoop loop) {
    return switch (entry) {
      case Entry.Clients clients -> any(request, head, loop);
      case Entry.Gateways gateways ->
          switch (any(request, head, loop)) {
            case Plan.Carry carry -> carry;
            case Plan.Refuse refuse -> refuse;
            case Plan.Fixed fixed -> fixed(FaultCode.NOT_FOUND);
            case Plan.Ask ask -> fixed(FaultCode.NOT_FOUND);
            case Plan.Stream stream -> fixed(FaultCode.NOT_FOUND);
            case Plan.Open open -> fixed(FaultCode.NOT_FOUND);
          };
    };
  }

  private Plan any(HttpRequest request, RequestHead head, EdgeLoop loop) {
    if (Cors.isPreflight(head)) {
      return gatekeeper.allowsOrigin(head.header("origin").orElseThrow())
          ? new Plan.Fixed(Cors.preflight(head))
          : fixed(FaultCode.ORIGIN_FORBIDDEN);
    }
    for (Dialect dialect : dialects) {
      Optional<Match> match = dialect.match(head);
      if (match.isPresent()) {
        return switch (match.get()) {
          case Match.Answered answered -> new Plan.Fixed(answered.answer());
          case Match.Exchanged exchanged -> new Plan.Ask(exchanged);
          case Match.Streamed streamed -> stream(request, head, streamed, loop);
          case Match.Carried carried -> carry(request, carried, loop);
          case Match.Converse converse -> open(request, head, converse, loop);
        };
      }
    }
    return fixed(FaultCode.NOT_FOUND);
  }

  /** What a request that carries a session may do. */
  Carriers.Bounds bounds(Plan.Carry plan) {
    return new Carriers.Bounds(plan.mayOpen(), peers().isPresent());
  }

  Optional<Peers> peers() {
    return switch (entry) {
      case Entry.Clients(Optional<Peers> peers) -> peers;
      case Entry.Gateways gateways -> Optional.empty();
    };
  }

  boolean isForGateways() {
    return entry instanceof Entry.Gateways;
  }

  /** The answer for a refusal, with when to come back. */
  HttpAnswer answer(Refused refused) {
    HttpAnswer answer = gatekeeper.refusal(refused.status(), refused.fault());
    if (refused.status() == 426) {
      answer = answer.with("upgrade", "websocket").with("sec-websocket-version", "13");
    }
    Optional<Duration> wait = refused.fault().retryAfter();
    return wait.isPresent() && !answer.headers().containsKey("retry-after")
        ? answer.with("retry-after", Long.toString(Math.ceilDiv(wait.get().toMillis(), 1_000)))
        : answer;
  }

  /** The refusal of whoever comes while there are too many. */
  Refused tooMany() {
    return new Refused(503, Fault.of(FaultCode.UNAVAILABLE).retryAfter(turnstile.retryAfter()));
  }

  private Plan open(HttpRequest request, RequestHead head, Match.Converse match, EdgeLoop loop) {
    if (!head.webSocket()) {
      return fixed(FaultCode.UPGRADE_REQUIRED);
    }
    Optional<Refused> refused = Upgrade.judge(request, head);
    if (refused.isPresent()) {
      return new Plan.Refuse(refused.get());
    }
    return unlessTooMany(loop, match.comesBack(), new Plan.Open(match));
  }

  private Plan stream(HttpRequest request, RequestHead head, Match.Streamed match, EdgeLoop loop) {
    return request.method().name().equals("HEAD")
        ? headless()
        : unlessTooMany(loop, head.header("last-event-id").isPresent(), new Plan.Stream(match));
  }

  private Plan carry(HttpRequest request, Match.Carried match, EdgeLoop loop) {
    if (request.method().name().equals("HEAD")) {
      return headless();
    }
    boolean mayOpen = !turnstile.draining() && !turnstile.isTooLate(loop.lag());
    return new Plan.Carry(match, mayOpen);
  }

  private Plan headless() {
    return new Plan.Fixed(
        answer(
            new Refused(
                405,
                Fault.of(
                    FaultCode.METHOD_NOT_ALLOWED,
                    "What is streamed here has no head of its own. Ask for it with GET."))));
  }

  private Plan unlessTooMany(EdgeLoop loop, boolean comesBack, Plan plan) {
    if (turnstile.draining()) {
      return new Plan.Refuse(
          new Refused(503, Fault.of(FaultCode.GOING_AWAY).retryAfter(turnstile.retryAfter())));
    }
    return turnstile.mayOpen(comesBack, loop.lag()) ? plan : new Plan.Refuse(tooMany());
  }

  private Plan fixed(FaultCode code) {
    return new Plan.Fixed(answer(Refused.of(code)));
  }
}
