package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Dialect;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code /} and {@code /echo} as a WebSocket and as a request; {@code /text} is known from its
 * head; {@code /small} takes ten bytes; {@code /stream} answers as its query says, and goes on;
 * {@code /sock/ID/...} and {@code /given/...} live over several requests.
 */
final class EchoDialect implements Dialect {
  private static final int MAX_BODY_BYTES = 2 << 20;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Optional<Match> match(RequestHead head) {
    return switch (head.segments().isEmpty() ? "echo" : head.segments().get(0)) {
      case "echo" ->
          Optional.of(
              head.webSocket() || head.parameter("socket").isPresent()
                  ? new Match.Converse(
                      new EchoConversation(), new Nothing(), subprotocol(head), Optional.empty())
                  : new Match.Exchanged(new Echo(head), MAX_BODY_BYTES));
      case "small" -> Optional.of(new Match.Exchanged(new Echo(head), 10));
      case "text" -> Optional.of(new Match.Answered(HttpAnswer.of(200, "text/plain", "hello")));
      case "stream" ->
          Optional.of(
              new Match.Streamed(
                  new StreamedEcho(head.query()), new Nothing(), 1_000, Optional.empty()));
      case "sock" -> Optional.of(CarriedEcho.claimed(head, new Nothing()));
      case "given" -> Optional.of(CarriedEcho.issued(head, new Nothing()));
      case "throws" -> throw new IllegalStateException("on purpose");
      case "bad-header" ->
          Optional.of(
              new Match.Answered(
                  HttpAnswer.of(200, "text/plain", "x").with("x-a", "b\r\nx-evil: c")));
      default -> Optional.empty();
    };
  }

  private static Optional<String> subprotocol(RequestHead head) {
    return head.header("sec-websocket-protocol")
        .filter(offered -> List.of(offered.split(", *", -1)).contains("echo.v1"))
        .map(offered -> "echo.v1");
  }

  private record Echo(RequestHead head) implements Exchange {
    @Override
    public Step begin(byte[] body) {
      String text =
          head.method()
              + " "
              + head.segments()
              + " "
              + head.query()
              + " "
              + new String(body, StandardCharsets.UTF_8);
      return new Step.Answer(HttpAnswer.of(200, "text/plain; charset=utf-8", text));
    }

    @Override
    public Step answered(List<Result> results) {
      throw new IllegalStateException("Nothing was asked");
    }
  }

  private static final class Nothing implements Encoding {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public boolean binary() {
      return false;
    }

    @Override
    public Optional<byte[]> render(Event event) {
      return Optional.empty();
    }
  }
}
