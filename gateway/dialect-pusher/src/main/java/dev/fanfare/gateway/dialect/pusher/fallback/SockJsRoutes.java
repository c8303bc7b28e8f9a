package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.SessionRef;
import dev.fanfare.gateway.dialect.Splitter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the library SockJS asks for under {@code /pusher}: {@code info}, {@code iframe.html} and
 * {@code SERVER/SESSION/KIND}. The app stands in the first message, not in the address.
 */
public final class SockJsRoutes {
  private static final int SEGMENTS = 4;
  private static final Duration LINGER = Duration.ofSeconds(10);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(25);

  /** After so much, in UTF-16 units, a response ends, since clients keep all of it until then. */
  private static final long RESPONSE = 262_144;

  private static final Pattern SERVER = Pattern.compile("[0-9A-Za-z]{1,8}");
  private static final Pattern SESSION = Pattern.compile("[0-9A-Za-z_-]{8,64}");
  private static final Pattern PATH = Pattern.compile("/app/([^/?#]{1,128})(?:\\?([^#]{0,1024}))?");
  private static final Splitter NOTHING = body -> new Splitter.Split.Messages(List.of());

  /** SockJS asks with credentials, though there are none. */
  private static final String CREDENTIALS = "access-control-allow-credentials";

  private static final Map<String, String> LINES = stream("application/javascript; charset=utf-8");
  private static final Map<String, String> EVENTS = stream("text/event-stream; charset=utf-8");

  /** Some old browsers show nothing of a response before it has 2 KiB. */
  private static final byte[] LINES_PRELUDE =
      ("h".repeat(2_048) + "\n").getBytes(StandardCharsets.US_ASCII);

  private static final Map<String, String> PAGE = page();

  private static final byte[] EVENTS_PRELUDE = "\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final HttpAnswer INFO =
      HttpAnswer.of(
              200,
              "application/json; charset=utf-8",
              "{\"websocket\":true,\"origins\":[\"*:*\"],\"cookie_needed\":false,"
                  + "\"server_heartbeat_interval\":25000}")
          .with("cache-control", "no-store")
          .with(CREDENTIALS, "true");

  private static final HttpAnswer NO_CONTENT =
      new HttpAnswer(204, Map.of("cache-control", "no-store", CREDENTIALS, "true"), new byte[0]);

  private static final HttpAnswer NOTHING_CAME =
      new HttpAnswer(200, LINES, SockForm.LINE.heartbeat());

  private static final HttpAnswer UNKNOWN =
      HttpAnswer.of(
              404,
              "text/plain; charset=utf-8",
              "There is no such session, or not any more. Connect anew.\n")
          .with(CREDENTIALS, "true");

  private final Function<RequestHead, Match.Converse> conversations;
  private final int maxBodyBytes;

  /**
   * The routes.
   *
   * @param conversations the conversation of a WebSocket with this address and its parameters
   * @param maxBodyBytes a longer body is refused before it is read
   */
  public SockJsRoutes(Function<RequestHead, Match.Converse> conversations, int maxBodyBytes) {
    this.conversations = conversations;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Takes a request that is for one of them. */
  public Optional<Match> match(RequestHead head) {
    List<String> path = head.segments();
    if (path.isEmpty() || !path.get(0).equals("pusher")) {
      return Optional.empty();
    }
    if (path.size() == 2) {
      return switch (path.get(1)) {
        case "info" -> Optional.of(only(head, "GET", new Match.Answered(INFO)));
        case "iframe.html" ->
            Optional.of(only(head, "GET", new Match.Answered(SockIframe.page(head))));
        default -> Optional.empty();
      };
    }
    if (path.size() != SEGMENTS
        || !SERVER.matcher(path.get(1)).matches()
        || !SESSION.matcher(path.get(2)).matches()) {
      return Optional.empty();
    }
    return session(head, path.get(3));
  }

  private Optional<Match> session(RequestHead head, String kind) {
    return switch (kind) {
      case "xhr_streaming" ->
          post(
              head,
              receives(
                  head, SockForm.LINE, new Carriage.Streams(LINES, LINES_PRELUDE, RESPONSE, true)));
      case "xhr" ->
          post(
              head,
              receives(head, SockForm.LINE, new Carriage.Polls(LINES, LONGEST_POLL, NOTHING_CAME)));
      case "eventsource" ->
          Optional.of(
              only(
                  head,
                  "GET",
                  receives(
                      head,
                      SockForm.EVENT,
                      new Carriage.Streams(EVENTS, EVENTS_PRELUDE, RESPONSE, true))));
      case "htmlfile" -> Optional.of(only(head, "GET", page(head)));
      case "xhr_send" ->
          post(head, carried(head, new Carriage.Posts(NO_CONTENT), Optional.empty(), new Posted()));
      case "websocket" ->
          head.webSocket() ? Optional.of(socket(head)) : Optional.of(upgradeNeeded());
      default -> Optional.empty();
    };
  }

  private Match page(RequestHead head) {
    String callback = head.parameter("c").orElse("");
    if (!SockPage.mayCall(callback)) {
      return new Match.Answered(
          HttpAnswer.of(
              400,
              "text/plain; charset=utf-8",
              "The parameter c names a function: letters, digits, '_' and '.'.\n"));
    }
    return receives(
        head,
        SockForm.SCRIPT,
        new Carriage.Streams(PAGE, SockPage.beginning(callback), RESPONSE, true));
  }

  private Match receives(RequestHead head, SockForm form, Carriage carriage) {
    return carried(
        head,
        carriage,
        Optional.of(
            session ->
                new Match.Converse(
                    new SockConversation(addressed(head), form, false),
                    SockEncoding.in(form),
                    Optional.empty(),
                    Optional.empty())),
        NOTHING);
  }

  private Match.Converse socket(RequestHead head) {
    return new Match.Converse(
        new UnpackingConversation(new SockConversation(addressed(head), SockForm.MESSAGE, false)),
        SockEncoding.in(SockForm.MESSAGE),
        Optional.empty(),
        Optional.empty());
  }

  private Conversation addressed(RequestHead carrier) {
    return new AddressedConversation(
        path -> head(carrier, path).map(head -> conversations.apply(head).conversation()));
  }

  /** The head of the WebSocket that this path would have asked for; always without positions. */
  private static Optional<RequestHead> head(RequestHead carrier, String path) {
    var parts = PATH.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Map<String, List<String>> query = new LinkedHashMap<>();
    try {
      String key = decoded(parts.group(1));
      String parameters = Optional.ofNullable(parts.group(2)).orElse("");
      for (String pair : parameters.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && !pair.startsWith("fanfare=")) {
          query
              .computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>(1))
              .add(decoded(pair.substring(equals + 1)));
        }
      }
      return Optional.of(
          new RequestHead(
              "GET",
              path,
              List.of("app", key),
              query,
              carrier.headers(),
              true,
              carrier.remoteAddress()));
    } catch (IllegalArgumentException brokenEscape) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private Match carried(
      RequestHead head,
      Carriage carriage,
      Optional<Function<String, Match.Converse>> fresh,
      Splitter in) {
    String session = head.segments().get(1) + "-" + head.segments().get(2);
    return new Match.Carried(
        new SessionRef.Claimed("pusher-sockjs", session),
        carriage,
        fresh,
        LINGER,
        Optional.empty(),
        maxBodyBytes,
        in,
        UNKNOWN);
  }

  private static Optional<Match> post(RequestHead head, Match match) {
    return Optional.of(only(head, "POST", match));
  }

  private static Match only(RequestHead head, String method, Match match) {
    return head.method().equals(method)
        ? match
        : new Match.Answered(
            HttpAnswer.of(
                    405, "text/plain; charset=utf-8", "This address takes " + method + " only.\n")
                .with("allow", method));
  }

  private static Match upgradeNeeded() {
    return new Match.Answered(
        HttpAnswer.of(426, "text/plain; charset=utf-8", "This address speaks WebSocket only.\n")
            .with("upgrade", "websocket"));
  }

  private static Map<String, String> page() {
    Map<String, String> headers = new HashMap<>(stream("text/html; charset=utf-8"));
    headers.put("content-security-policy", "default-src 'none'; script-src 'unsafe-inline'");
    headers.put("x-content-type-options", "nosniff");
    return Map.copyOf(headers);
  }

  private static Map<String, String> stream(String contentType) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", contentType);
    headers.put("cache-control", "no-store, no-transform");
    headers.put("x-accel-buffering", "no");
    headers.put(CREDENTIALS, "true");
    return Map.copyOf(headers);
  }
}
