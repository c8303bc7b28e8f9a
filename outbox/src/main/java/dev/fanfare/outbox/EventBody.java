package dev.fanfare.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.link.AppFact;
import dev.fanfare.link.AppFact.What;
import dev.fanfare.protocol.AppId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The JSON that receivers read. */
final class EventBody {
  private static final JsonFactory JSON = new JsonFactory();

  private EventBody() {}

  /**
   * Names a fact for receivers: 32 hexadecimal digits, the same in every attempt, so that a
   * receiver can recognise a repetition.
   */
  static String id(AppId app, String channel, long sequence) {
    byte[] name = (app.text() + "/" + sequence + "/" + channel).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /** One event, with the fields of Pusher's webhooks and an id. */
  static String event(AppFact fact) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("name", name(fact.what()));
      json.writeStringField("channel", fact.channel().channel().text());
      switch (fact.what()) {
        case What.Occupied occupied -> {}
        case What.Vacated vacated -> {}
        case What.CacheMissed missed -> {}
        case What.MemberAdded(var client) -> json.writeStringField("user_id", client.text());
        case What.MemberRemoved(var client) -> json.writeStringField("user_id", client.text());
        case What.Subscribers(int count) -> json.writeNumberField("subscription_count", count);
        case What.ClientSent sent -> {
          json.writeStringField("event", sent.name());
          json.writeStringField("data", sent.data());
          json.writeStringField("socket_id", sent.connection().text());
          if (sent.client().isPresent()) {
            json.writeStringField("user_id", sent.client().get().text());
          }
        }
      }
      json.writeStringField(
          "event_id", id(fact.channel().app(), fact.channel().channel().text(), fact.sequence()));
      json.writeEndObject();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  /** A request's body. */
  static byte[] request(long timeMillis, List<String> events) {
    return ("{\"time_ms\":" + timeMillis + ",\"events\":[" + String.join(",", events) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String name(What what) {
    return switch (what) {
      case What.Occupied occupied -> "channel_occupied";
      case What.Vacated vacated -> "channel_vacated";
      case What.MemberAdded added -> "member_added";
      case What.MemberRemoved removed -> "member_removed";
      case What.Subscribers subscribers -> "subscription_count";
      case What.CacheMissed missed -> "cache_miss";
      case What.ClientSent sent -> "client_event";
    };
  }
}
