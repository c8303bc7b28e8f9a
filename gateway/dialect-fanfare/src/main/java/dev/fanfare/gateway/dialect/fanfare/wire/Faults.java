package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.protocol.Fault;
import java.util.Locale;

/** Writes refusals for the WebSocket and for items of a REST batch. */
public final class Faults {
  private Faults() {}

  /** What a refusal ends. */
  public enum Scope {
    /** This request alone. */
    OP,
    /** The subscription of the channel. */
    CHANNEL,
    /** The connection, which is closed next. */
    CONNECTION
  }

  /** A refusal, as one object. */
  public static void write(FieldWriter json, Fault fault, Scope scope) {
    json.object();
    json.field("code", fault.code().number()).field("message", fault.message());
    fault.retryAfter().ifPresent(wait -> json.field("retryAfterMs", wait.toMillis()));
    json.field("scope", scope.name().toLowerCase(Locale.ROOT));
    json.field("href", fault.code().href());
    json.end();
  }
}
