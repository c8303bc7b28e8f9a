package dev.fanfare.gateway.boot.operator;

import dev.fanfare.gateway.dialect.HttpAnswer;
import io.vertx.core.Future;

/** An exchange that asks something else than the core, and so is answered past it. */
public interface Deferred {
  /** The answer to a request with this body. Never fails. */
  Future<HttpAnswer> answer(byte[] body);
}
