package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults.Scope;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Fault;
import java.time.Duration;

/** Writes the pushes that concern one connection: an end that comes, or came. */
public final class Farewells {
  /** So that the clients of a server that goes away do not come back in the same instant. */
  private static final Duration LEAST_JITTER = Duration.ofSeconds(1);

  private Farewells() {}

  /** The connection ends now. A time to come back stands there only where coming back may help. */
  public static byte[] bye(Fault fault) {
    return bye(new JsonWriter(), fault);
  }

  /** The same in another form. */
  static byte[] bye(FieldWriter writer, Fault fault) {
    FieldWriter json = writer.object().field("p", "bye").name("err");
    Faults.write(json, fault, Scope.CONNECTION);
    if (fault.code().retryable()) {
      Duration wait = fault.retryAfter().orElse(Duration.ZERO);
      Duration jitter = wait.compareTo(LEAST_JITTER) > 0 ? wait : LEAST_JITTER;
      json.field("reconnectInMs", wait.toMillis()).field("jitterMs", jitter.toMillis());
    }
    return json.end().toBytes();
  }

  /** The server ended a subscription. */
  public static byte[] unsubscribed(ChannelName channel, Fault fault) {
    return unsubscribed(new JsonWriter(), channel, fault);
  }

  /** The same in another form. */
  static byte[] unsubscribed(FieldWriter writer, ChannelName channel, Fault fault) {
    FieldWriter json = writer.object().field("p", "unsub");
    json.field("channel", channel.text()).name("err");
    Faults.write(json, fault, Scope.CHANNEL);
    return json.end().toBytes();
  }

  /** The credential is about to expire. */
  public static byte[] expiresSoon(Duration in) {
    return expiresSoon(new JsonWriter(64), in);
  }

  /** The same in another form. */
  static byte[] expiresSoon(FieldWriter writer, Duration in) {
    return writer.object().field("p", "auth").field("inMs", in.toMillis()).end().toBytes();
  }
}
