package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Splitter;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The body of an {@code xhr_send}: a JSON array of messages; an empty one is a heartbeat. */
final class Posted implements Splitter {
  private static final int MAX_MESSAGES = 1_000;

  @Override
  public Split split(byte[] body) {
    try {
      JsonValue value = JsonValue.of(body);
      if (!value.isArray()) {
        return unreadable();
      }
      List<byte[]> messages = new ArrayList<>();
      for (JsonValue item : value.items()) {
        if (!item.isText() || messages.size() == MAX_MESSAGES) {
          return unreadable();
        }
        byte[] message = item.text().getBytes(StandardCharsets.UTF_8);
        if (message.length > 0) {
          messages.add(message);
        }
      }
      return new Split.Messages(messages.isEmpty() ? List.of(new byte[0]) : messages);
    } catch (Unreadable broken) {
      return unreadable();
    }
  }

  private static Split unreadable() {
    return new Split.Unreadable(
        HttpAnswer.of(
            400,
            "text/plain; charset=utf-8",
            "The body is a JSON array of at most 1000 strings, each a message.\n"));
  }
}
