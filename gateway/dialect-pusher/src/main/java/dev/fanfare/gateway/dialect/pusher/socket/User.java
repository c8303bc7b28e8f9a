package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Member;
import dev.fanfare.protocol.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Who signs in.
 *
 * @param userData exactly as it came
 * @param watchlist other users, each once
 */
record User(String userData, Member member, List<String> watchlist) {
  User {
    watchlist = List.copyOf(watchlist);
  }

  /** Reads {@code user_data}. */
  static User read(String userData) throws Unreadable {
    JsonFields fields = JsonFields.read(userData.getBytes(StandardCharsets.UTF_8));
    if (fields.value("id").filter(JsonValue::isText).isEmpty()) {
      throw new Unreadable("'user_data' needs 'id', a string.");
    }
    Member member = Member.read(userData, "id");
    LinkedHashSet<String> watched =
        new LinkedHashSet<>(fields.texts("watchlist").orElse(List.of()));
    return new User(userData, member, List.copyOf(watched));
  }

  ClientId id() {
    return member.client();
  }
}
