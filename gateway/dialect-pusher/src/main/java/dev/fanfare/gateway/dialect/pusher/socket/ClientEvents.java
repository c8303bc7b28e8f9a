package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** Events that a client sends to other clients of its channel. */
final class ClientEvents {
  private static final int REJECTED = 4301;

  private final Client client;
  private final Subscribing subscribing;
  private final LongSupplier nanos;
  private final Bucket bucket = new Bucket();

  ClientEvents(Client client, Subscribing subscribing, LongSupplier nanos) {
    this.client = client;
    this.subscribing = subscribing;
    this.nanos = nanos;
  }

  void send(String event, JsonFields frame) throws Unreadable {
    if (!event.startsWith("client-")) {
      client.error(
          OptionalInt.empty(),
          "Clients may send events whose name starts with 'client-', and no others.");
      return;
    }
    String channel = frame.needText("channel");
    byte[] data =
        frame
            .anyValue("data")
            .map(JsonValue::oneLine)
            .orElseGet(() -> "null".getBytes(StandardCharsets.US_ASCII));
    Optional<String> objection = objection(event, channel, data);
    if (objection.isPresent()) {
      client.error(OptionalInt.empty(), objection.get());
    } else if (!bucket.take(client.options().clientEventsPerSecond(), nanos.getAsLong())) {
      rejected(
          "The app allows "
              + client.options().clientEventsPerSecond()
              + " client events a second for each connection. This one was not sent.");
    } else {
      client.run(
          new Publish(new ChannelName(channel), List.of(draft(event, data))),
          new Tag.ClientEvent());
    }
  }

  private Optional<String> objection(String event, String channel, byte[] data) {
    if (!client.options().clientEvents()) {
      return Optional.of("The app does not allow client events. Switch them on in its options.");
    }
    if (Names.kind(channel) == Names.Kind.PUBLIC) {
      return Optional.of("Client events are for private and presence channels.");
    }
    if (!subscribing.follows(channel)) {
      return Optional.of("Client events are for channels that the connection is subscribed to.");
    }
    if (event.length() > Names.MAX_EVENT) {
      return Optional.of("An event's name has at most " + Names.MAX_EVENT + " characters.");
    }
    int most = client.pusherLimits().dataBytes();
    return data.length > most
        ? Optional.of("An event's data has at most " + most + " bytes; these are " + data.length)
        : Optional.empty();
  }

  /** Kept for those who come back, but never a cache channel's last event, nor history. */
  private Draft draft(String event, byte[] data) {
    return new Draft(
        Optional.of(event),
        Payload.json(data),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false,
        true,
        Optional.of(client.socket()),
        Optional.empty(),
        Optional.empty(),
        Draft.Sender.NOBODY);
  }

  void answered(Result result) {
    if (result instanceof Result.Refused(Fault fault)) {
      if (fault.code() == FaultCode.RATE_LIMITED || fault.code() == FaultCode.LIMIT_REACHED) {
        rejected(fault.message());
      } else {
        client.error(OptionalInt.empty(), fault.message());
      }
    }
  }

  private void rejected(String message) {
    client.error(OptionalInt.of(REJECTED), message);
  }
}
