package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.SessionRef;
import dev.fanfare.gateway.dialect.Splitter;
import dev.fanfare.protocol.KeyId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code POST /pusher/app/KEY/SERVER/SESSION/KIND}, where the kind is {@code xhr_streaming}, {@code
 * xhr} or {@code xhr_send}. The client has chosen the session's name, which is valid for its key
 * alone.
 */
public final class FallbackRoutes {
  private static final int SEGMENTS = 6;
  private static final Duration LINGER = Duration.ofSeconds(10);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(25);

  /** Having read this much, in UTF-16 units, a client begins anew with the same session. */
  private static final long CLIENT_BUFFER = 262_144;

  private static final Pattern SERVER = Pattern.compile("[0-9A-Za-z]{1,8}");
  private static final Pattern SESSION = Pattern.compile("[0-9A-Za-z_-]{8,64}");
  private static final Splitter NOTHING = body -> new Splitter.Split.Messages(List.of());

  private static final Map<String, String> STREAM =
      Map.of(
          "content-type",
          "application/javascript; charset=utf-8",
          "cache-control",
          "no-store, no-transform",
          "x-accel-buffering",
          "no");

  private static final HttpAnswer NO_CONTENT =
      new HttpAnswer(204, Map.of("cache-control", "no-store"), new byte[0]);

  private static final HttpAnswer NOTHING_CAME =
      new HttpAnswer(200, STREAM, SockForm.LINE.heartbeat());

  private static final HttpAnswer UNKNOWN =
      HttpAnswer.of(
          404,
          "text/plain; charset=utf-8",
          "There is no such session, or not any more. Connect anew.\n");

  private final Function<RequestHead, Match.Converse> conversations;
  private final int maxBodyBytes;

  /**
   * The routes.
   *
   * @param conversations the conversation of a WebSocket with this address and its parameters
   * @param maxBodyBytes a longer body is refused before it is read
   */
  public FallbackRoutes(Function<RequestHead, Match.Converse> conversations, int maxBodyBytes) {
    this.conversations = conversations;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Takes a request that is for one of them. */
  public Optional<Match> match(RequestHead head) {
    List<String> path = head.segments();
    if (path.size() != SEGMENTS
        || !path.get(0).equals("pusher")
        || !path.get(1).equals("app")
        || !SERVER.matcher(path.get(3)).matches()
        || !SESSION.matcher(path.get(4)).matches()) {
      return Optional.empty();
    }
    Optional<Match> match =
        switch (path.get(5)) {
          case "xhr_streaming" ->
              Optional.of(receives(head, new Carriage.Streams(STREAM, new byte[0], CLIENT_BUFFER)));
          case "xhr" ->
              Optional.of(receives(head, new Carriage.Polls(STREAM, LONGEST_POLL, NOTHING_CAME)));
          case "xhr_send" ->
              Optional.of(
                  carried(head, new Carriage.Posts(NO_CONTENT), Optional.empty(), new Posted()));
          default -> Optional.empty();
        };
    return match.map(taken -> head.method().equals("POST") ? taken : wrongMethod());
  }

  private Match receives(RequestHead head, Carriage carriage) {
    return carried(head, carriage, Optional.of(session -> fresh(head)), NOTHING);
  }

  private Match.Converse fresh(RequestHead head) {
    Match.Converse socket = conversations.apply(head);
    return new Match.Converse(
        new SockConversation(socket.conversation(), SockForm.LINE, true),
        SockEncoding.around(socket.encoding()),
        Optional.empty(),
        socket.early());
  }

  private Match carried(
      RequestHead head,
      Carriage carriage,
      Optional<Function<String, Match.Converse>> fresh,
      Splitter in) {
    String key = head.segments().get(2);
    String scope = KeyId.isValid(key) ? "pusher/" + key : "pusher";
    String session = head.segments().get(3) + "-" + head.segments().get(4);
    return new Match.Carried(
        new SessionRef.Claimed(scope, session),
        carriage,
        fresh,
        LINGER,
        Optional.empty(),
        maxBodyBytes,
        in,
        UNKNOWN);
  }

  private static Match wrongMethod() {
    return new Match.Answered(
        HttpAnswer.of(405, "text/plain; charset=utf-8", "This address takes POST only.\n")
            .with("allow", "POST"));
  }
}
