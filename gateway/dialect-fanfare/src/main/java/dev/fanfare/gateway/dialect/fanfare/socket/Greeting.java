package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;

/** Writes the reply to a hello: what the client must know to behave. */
final class Greeting {
  private Greeting() {}

  static byte[] reply(
      Codec codec,
      long i,
      Sender sender,
      Duration heartbeat,
      Limits limits,
      Clocks clocks,
      Result.Authenticated authenticated) {
    FieldWriter json = codec.writer(512).object().field("i", i).name("ok").object();
    sender.connection().ifPresent(connection -> json.field("connection", connection.text()));
    json.field("app", authenticated.app().text());
    Replies.credential(json, authenticated);
    json.field("heartbeatMs", heartbeat.toMillis());
    json.field("now", clocks.wallMillis());
    json.name("limits").object();
    json.field("messageBytes", limits.messageBytes());
    json.field("batchMessages", limits.batchMessages());
    json.field("batchBytes", limits.batchBytes());
    json.field("publishesPerSecond", limits.publishesPerSecond());
    json.field("channels", limits.channelsPerConnection());
    json.field("presenceDataBytes", limits.presenceDataBytes());
    return json.end().end().end().toBytes();
  }
}
