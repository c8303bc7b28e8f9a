package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.PresenceMember;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A user of a presence channel.
 *
 * <p>What other dialects see as the entry's data is {@code user_info}. Where {@code user_id} is a
 * number, which JSON clients may rely on, the entry's data is the whole {@code {"user_id",
 * "user_info"}} instead, so that the number comes back as one.
 *
 * @param id as JSON, a string or a number
 * @param info as JSON
 */
public record Member(ClientId client, byte[] id, Optional<byte[]> info) {
  /** Reads {@code channel_data}, or a signed-in user's own data, by its id field's name. */
  public static Member read(String json, String idField) throws Unreadable {
    JsonFields fields = JsonFields.read(json.getBytes(StandardCharsets.UTF_8));
    JsonValue id =
        fields
            .value(idField)
            .filter(value -> value.isText() || value.isNumber())
            .orElseThrow(
                () ->
                    new Unreadable(
                        "The user's data needs '" + idField + "', a string or a number."));
    ClientId client =
        Names.userId(id.text())
            .orElseThrow(
                () ->
                    new Unreadable(
                        "A user id has 1 to 128 bytes without control characters and outer"
                            + " spaces."));
    return new Member(client, id.bytes(), fields.value("user_info").map(JsonValue::oneLine));
  }

  /** The member behind an entry, whichever dialect entered it. */
  public static Member of(PresenceMember entry) {
    return entry
        .data()
        .flatMap(data -> withNumber(entry.client(), data))
        .orElseGet(
            () ->
                new Member(entry.client(), quoted(entry.client()), entry.data().map(Member::json)));
  }

  /** What the entry carries. */
  public Optional<Payload> data() {
    if (id[0] == '"') {
      return info.map(Payload::json);
    }
    JsonOut out = new JsonOut().object().name("user_id").json(id);
    info.ifPresent(json -> out.name("user_info").json(json));
    return Optional.of(Payload.json(out.end().toBytes()));
  }

  private static Optional<Member> withNumber(ClientId client, Payload data) {
    byte[] bytes = data.bytes();
    if (data.kind() != Payload.Kind.JSON || bytes.length < 2 || bytes[0] != '{') {
      return Optional.empty();
    }
    try {
      JsonFields fields = JsonFields.read(bytes);
      Optional<JsonValue> id = fields.value("user_id").filter(JsonValue::isNumber);
      if (id.isEmpty() || !id.get().text().equals(client.text())) {
        return Optional.empty();
      }
      return Optional.of(
          new Member(client, id.get().bytes(), fields.value("user_info").map(JsonValue::bytes)));
    } catch (Unreadable other) {
      return Optional.empty();
    }
  }

  private static byte[] json(Payload data) {
    return switch (data.kind()) {
      case JSON -> data.bytes();
      case TEXT, BINARY -> new JsonOut().utf8(Data.text(data)).toBytes();
    };
  }

  private static byte[] quoted(ClientId client) {
    return new JsonOut().text(client.text()).toBytes();
  }
}
