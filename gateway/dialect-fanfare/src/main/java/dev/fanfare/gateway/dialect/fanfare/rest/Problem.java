package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;

/** Renders a fault as {@code application/problem+json} (RFC 9457), the same for every route. */
public final class Problem {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private Problem() {}

  /** The answer for a fault, with the headers that belong to its status. */
  public static HttpAnswer of(Fault fault) {
    FaultCode code = fault.code();
    JsonWriter json = new JsonWriter().object();
    json.field("type", code.href());
    json.field("title", code.title());
    json.field("status", code.httpStatus());
    json.field("detail", fault.message());
    json.field("code", code.number());
    fault.retryAfter().ifPresent(wait -> json.field("retryAfterMs", wait.toMillis()));
    HttpAnswer answer = HttpAnswer.of(code.httpStatus(), MEDIA_TYPE, json.end().line());
    if (fault.retryAfter().isPresent()) {
      long seconds = Math.max(1, (fault.retryAfter().get().toMillis() + 999) / 1_000);
      answer = answer.with("retry-after", Long.toString(seconds));
    }
    return switch (code.httpStatus()) {
      case 401 -> answer.with("www-authenticate", "Basic realm=\"fanfare\", Bearer");
      case 426 ->
          answer
              .with("upgrade", "websocket")
              .with("connection", "upgrade")
              .with("sec-websocket-version", "13");
      default -> answer;
    };
  }
}
