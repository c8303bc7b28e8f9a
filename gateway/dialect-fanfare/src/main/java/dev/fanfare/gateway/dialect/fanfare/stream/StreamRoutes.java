package dev.fanfare.gateway.dialect.fanfare.stream;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.SessionRef;
import dev.fanfare.gateway.dialect.Splitter;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Credentials;
import dev.fanfare.gateway.dialect.fanfare.rest.Problem;
import dev.fanfare.gateway.dialect.fanfare.rest.RestApi;
import dev.fanfare.gateway.dialect.fanfare.socket.Clocks;
import dev.fanfare.gateway.dialect.fanfare.socket.Codec;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareConversation;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /v1/stream} opens a session and streams what it sends; {@code POST
 * /v1/stream/{session}} sends to it.
 */
public final class StreamRoutes {
  private static final String SCOPE = "fanfare";

  /** The response has ended: who comes back opens anew, with its positions. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private static final HttpAnswer UNKNOWN =
      Problem.of(
          Fault.of(
              FaultCode.NOT_FOUND,
              "There is no such session, or not any more. Open one with POST /v1/stream, and"
                  + " subscribe at the positions you know."));

  private static final HttpAnswer ACCEPTED =
      new HttpAnswer(
          202,
          Map.of("content-type", "application/json", "cache-control", "no-store"),
          "{\"accepted\":true}\n".getBytes(StandardCharsets.US_ASCII));

  private final Clocks clocks;
  private final int maxBodyBytes;

  /**
   * The routes.
   *
   * @param maxBodyBytes the largest body, whatever the app's own limit is
   */
  public StreamRoutes(Clocks clocks, int maxBodyBytes) {
    this.clocks = clocks;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Takes a request that is for a stream. */
  public Optional<Match> match(RequestHead head) {
    List<String> segments = head.segments();
    boolean ours =
        segments.size() >= 2
            && segments.size() <= 3
            && segments.get(0).equals("v1")
            && segments.get(1).equals("stream");
    if (!ours) {
      return Optional.empty();
    }
    if (!head.method().equals("POST")) {
      return Optional.of(RestApi.wrongMethod(head, List.of("POST")));
    }
    if (!head.query().isEmpty()) {
      return refused(
          Fault.of(
              FaultCode.INVALID_FIELD,
              "The address takes no parameters. Send the credential in hello, where no log keeps"
                  + " it."));
    }
    return segments.size() == 2 ? open(head) : Optional.of(send(segments.get(2)));
  }

  private Optional<Match> open(RequestHead head) {
    Optional<Presented> early = Optional.empty();
    try {
      if (head.headers().containsKey("authorization")) {
        early = Optional.of(Credentials.of(head));
      }
    } catch (InvalidInput unreadable) {
      return refused(unreadable.fault());
    }
    Optional<Presented> credential = early;
    Function<String, Match.Converse> fresh =
        session ->
            new Match.Converse(
                new StreamConversation(
                    new FanfareConversation(Codec.JSON, clocks, credential), session),
                LinesEncoding.INSTANCE,
                Optional.empty(),
                credential);
    return Optional.of(
        carried(
            new SessionRef.New(SCOPE),
            new Carriage.Streams(
                StreamConversation.HEADERS, new byte[0], Carriage.Streams.UNLIMITED),
            Optional.of(fresh)));
  }

  private Match send(String session) {
    return carried(
        new SessionRef.Issued(SCOPE, session), new Carriage.Posts(ACCEPTED), Optional.empty());
  }

  private Match carried(
      SessionRef session, Carriage carriage, Optional<Function<String, Match.Converse>> fresh) {
    return new Match.Carried(
        session,
        carriage,
        fresh,
        LINGER,
        Optional.empty(),
        maxBodyBytes,
        Splitter.whole(),
        UNKNOWN);
  }

  private static Optional<Match> refused(Fault fault) {
    return Optional.of(new Match.Answered(Problem.of(fault)));
  }
}
