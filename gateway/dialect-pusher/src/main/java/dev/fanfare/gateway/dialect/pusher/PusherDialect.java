package dev.fanfare.gateway.dialect.pusher;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.pusher.fallback.FallbackRoutes;
import dev.fanfare.gateway.dialect.pusher.fallback.SockJsRoutes;
import dev.fanfare.gateway.dialect.pusher.http.HttpApi;
import dev.fanfare.gateway.dialect.pusher.socket.PusherConversation;
import dev.fanfare.gateway.dialect.pusher.socket.PusherConversation.Entrance;
import dev.fanfare.gateway.dialect.pusher.socket.PusherEncoding;
import dev.fanfare.gateway.dialect.pusher.socket.Snapshots;
import dev.fanfare.protocol.KeyId;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Pusher Channels: WebSockets at {@code /app/KEY}, protocol 5 to 7, its HTTP fallbacks under {@code
 * /pusher/app/KEY}, and the HTTP API under {@code /apps/ID}. Addresses that it does not know are
 * left to other dialects.
 */
public final class PusherDialect implements Dialect {
  private static final int FIRST_PROTOCOL = 5;
  private static final int LAST_PROTOCOL = 7;

  private final Snapshots snapshots = new Snapshots();
  private final LongSupplier monotonicNanos;
  private final HttpApi http;
  private final FallbackRoutes fallbacks;
  private final SockJsRoutes sockJs;

  /**
   * The dialect.
   *
   * @param wallMillis milliseconds since 1970; may jump
   * @param monotonicNanos nanoseconds since some moment; never goes back
   * @param maxBodyBytes a longer body of an HTTP call is refused before it is read
   */
  public PusherDialect(LongSupplier wallMillis, LongSupplier monotonicNanos, int maxBodyBytes) {
    this.monotonicNanos = monotonicNanos;
    this.http = new HttpApi(wallMillis, maxBodyBytes);
    this.fallbacks = new FallbackRoutes(this::conversation, maxBodyBytes);
    this.sockJs = new SockJsRoutes(this::conversation, maxBodyBytes);
  }

  @Override
  public String name() {
    return "pusher";
  }

  @Override
  public Optional<Match> match(RequestHead head) {
    if (head.segments().size() == 2 && head.segments().get(0).equals("app")) {
      return Optional.of(
          head.webSocket()
              ? conversation(head)
              : new Match.Answered(
                  HttpAnswer.of(
                          426,
                          "text/plain; charset=utf-8",
                          "This address speaks WebSocket only. Connect with a Pusher client.\n")
                      .with("upgrade", "websocket")));
    }
    return fallbacks.match(head).or(() -> sockJs.match(head)).or(() -> http.match(head));
  }

  /**
   * The conversation that an address with {@code /app/KEY} and its parameters asks for, whatever
   * carries it. What is wrong with them is told in the conversation, as clients await it.
   */
  public Match.Converse conversation(RequestHead head) {
    PusherEncoding encoding =
        head.parameter("fanfare").filter("1"::equals).isPresent()
            ? PusherEncoding.WITH_POSITIONS
            : PusherEncoding.PLAIN;
    return new Match.Converse(
        new PusherConversation(entrance(head), encoding, snapshots, monotonicNanos),
        encoding,
        Optional.empty(),
        Optional.empty());
  }

  private static Entrance entrance(RequestHead head) {
    Optional<String> protocol = head.parameter("protocol");
    if (protocol.isEmpty() || protocol.get().isEmpty()) {
      return new Entrance.Closed(4008, "No protocol version was supplied. Add protocol=7.");
    }
    if (!protocol.get().matches("\\d{1,9}")) {
      return new Entrance.Closed(4006, "The protocol version is not a number. Send protocol=7.");
    }
    int version = Integer.parseInt(protocol.get());
    if (version < FIRST_PROTOCOL || version > LAST_PROTOCOL) {
      return new Entrance.Closed(
          4007, "Protocol versions 5 to 7 are spoken here, not " + version + ".");
    }
    String key = head.segments().get(head.segments().indexOf("app") + 1);
    return KeyId.isValid(key)
        ? new Entrance.Key(new KeyId(key))
        : new Entrance.Closed(4001, "There is no app with this key. Check the key and the host.");
  }
}
