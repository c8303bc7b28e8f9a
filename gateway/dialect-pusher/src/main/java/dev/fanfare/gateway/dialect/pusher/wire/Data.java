package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An event's data, which on the wire is a string. What a server publishes keeps its bytes: text
 * that is JSON is JSON to other dialects, any other is text.
 */
public final class Data {
  private static final String CLIENT = "client-";

  private Data() {}

  /** The payload of a published string. */
  public static Payload payload(String data) {
    byte[] utf8 = data.getBytes(StandardCharsets.UTF_8);
    return isLine(utf8) && JsonValue.isBare(utf8)
        ? Payload.json(utf8)
        : new Payload(Payload.Kind.TEXT, utf8, Optional.empty());
  }

  private static boolean isLine(byte[] utf8) {
    for (byte b : utf8) {
      if (b == '\n' || b == '\r') {
        return false;
      }
    }
    return true;
  }

  /** Writes a message's data as the next value. */
  public static void write(Message message, JsonOut out) {
    Payload payload = message.draft().payload();
    if (payload.kind() == Payload.Kind.JSON && isClientEvent(message)) {
      out.json(payload.bytes());
    } else {
      out.utf8(text(payload));
    }
  }

  /** The string that a payload is to this protocol: JSON and text as they are, bytes as base64. */
  public static byte[] text(Payload payload) {
    return switch (payload.kind()) {
      case JSON, TEXT -> payload.bytes();
      case BINARY -> Base64.getEncoder().encode(payload.bytes());
    };
  }

  /** Whether clients sent it to each other. */
  public static boolean isClientEvent(Message message) {
    return message.draft().from().connection().isPresent()
        && message.draft().name().filter(name -> name.startsWith(CLIENT)).isPresent();
  }
}
