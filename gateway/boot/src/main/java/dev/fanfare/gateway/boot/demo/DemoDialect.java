package dev.fanfare.gateway.boot.demo;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Operation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Serves the demo page at {@code GET /} and {@code /demo}, with its script and style, and hands it
 * short-lived tokens at {@code /demo/token}. Tokens go to this machine only: the peer's address and
 * the Host header have to say so, the latter against names that a stranger's page points at us.
 */
public final class DemoDialect implements Dialect {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final Capabilities CHAT =
      new Capabilities(
          Map.of(
              ChannelPattern.of("demo:*"),
              EnumSet.of(
                  Operation.SUBSCRIBE, Operation.PUBLISH, Operation.PRESENCE, Operation.HISTORY)));
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final TokenMaker tokens;
  private final Map<String, Asset> assets =
      Map.of(
          "/", Asset.load("demo.html", "text/html; charset=utf-8"),
          "/demo", Asset.load("demo.html", "text/html; charset=utf-8"),
          "/demo/demo.js", Asset.load("demo.js", "text/javascript; charset=utf-8"),
          "/demo/connection.js", Asset.load("connection.js", "text/javascript; charset=utf-8"),
          "/demo/demo.css", Asset.load("demo.css", "text/css; charset=utf-8"),
          "/demo/icon.svg", Asset.load("icon.svg", "image/svg+xml"));

  /** A page whose clients get tokens from here. */
  public DemoDialect(TokenMaker tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Optional<Match> match(RequestHead head) {
    boolean asksForToken = head.path().equals("/demo/token");
    Asset asset = assets.get(head.path());
    if (head.webSocket() || (asset == null && !asksForToken)) {
      return Optional.empty();
    }
    if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
      return answered(text(405, "Use GET.").with("allow", "GET, HEAD"));
    }
    if (asset == null) {
      return answered(token(head));
    }
    return answered(asset.answer().with("content-security-policy", policy(head)));
  }

  private HttpAnswer token(RequestHead head) {
    if (!isThisMachine(head)) {
      return text(
          403,
          "The demo hands tokens to browsers on its own machine only. Open it as http://localhost there.");
    }
    String client = head.parameter("client").orElse("");
    if (!ClientId.isValid(client)) {
      return text(400, "Say who you are: ?client= and a name of 1 to 128 bytes.");
    }
    String token = tokens.token(Optional.of(new ClientId(client)), Optional.of(CHAT), TOKEN_LIFE);
    String body =
        "{\"token\":\""
            + token
            + "\",\"client\":\""
            + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(client))
            + "\",\"lifeSeconds\":"
            + TOKEN_LIFE.toSeconds()
            + "}";
    return HttpAnswer.of(200, "application/json", body);
  }

  private static boolean isThisMachine(RequestHead head) {
    String peer = head.remoteAddress();
    boolean near = peer.startsWith("127.") || peer.equals("::1") || peer.equals("0:0:0:0:0:0:0:1");
    String host = head.header("host").orElse("").toLowerCase(Locale.ROOT);
    String name = host.replaceFirst(":[0-9]+$", "");
    return near && OWN_NAMES.contains(name);
  }

  /**
   * Everything from this server and nothing else; the WebSocket by name, because not every browser
   * counts it as 'self'.
   */
  private static String policy(RequestHead head) {
    String host = head.header("host").filter(text -> HOST.matcher(text).matches()).orElse("");
    String sockets = host.isEmpty() ? "" : " ws://" + host + " wss://" + host;
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
        + sockets
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static Optional<Match> answered(HttpAnswer answer) {
    return Optional.of(
        new Match.Answered(
            answer
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff")
                .with("referrer-policy", "no-referrer")));
  }

  private static HttpAnswer text(int status, String sentence) {
    return HttpAnswer.of(status, "text/plain; charset=utf-8", sentence + "\n");
  }
}
