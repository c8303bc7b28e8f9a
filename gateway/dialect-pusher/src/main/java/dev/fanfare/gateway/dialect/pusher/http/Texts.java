package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.wire.Refusals;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Result;
import java.util.List;
import java.util.Optional;

/** Answers: JSON where it went well, a sentence where it did not. */
final class Texts {
  private Texts() {}

  static HttpAnswer json(JsonOut json) {
    return HttpAnswer.of(200, "application/json", json.toBytes());
  }

  static HttpAnswer refused(int status, String sentence) {
    return HttpAnswer.of(status, "text/plain; charset=utf-8", sentence + "\n");
  }

  static HttpAnswer refused(Fault fault) {
    HttpAnswer answer = refused(Refusals.status(fault.code()), fault.message());
    return fault
        .retryAfter()
        .map(
            wait ->
                answer.with(
                    "retry-after",
                    Long.toString(Math.max(1, Math.ceilDiv(wait.toMillis(), 1_000)))))
        .orElse(answer);
  }

  /** The first refusal among results. */
  static Optional<HttpAnswer> refusal(List<Result> results) {
    for (Result result : results) {
      if (result instanceof Result.Refused(Fault fault)) {
        return Optional.of(refused(fault));
      }
    }
    return Optional.empty();
  }
}
