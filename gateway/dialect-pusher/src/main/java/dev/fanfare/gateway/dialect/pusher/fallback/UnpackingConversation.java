package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Splitter.Split;
import dev.fanfare.protocol.Result;
import java.util.ArrayList;
import java.util.List;

/** A conversation whose client packs messages into arrays also over a WebSocket. */
final class UnpackingConversation implements Conversation {
  private static final int BROKEN = 1007;

  private final Conversation spoken;
  private final Posted packed = new Posted();

  UnpackingConversation(Conversation spoken) {
    this.spoken = spoken;
  }

  @Override
  public List<Action> opened(Opening opening) {
    return spoken.opened(opening);
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    if (message.length == 0) {
      return List.of();
    }
    return switch (binary ? new Split.Messages(List.of()) : packed.split(message)) {
      case Split.Messages(List<byte[]> messages) -> {
        List<Action> actions = new ArrayList<>();
        messages.forEach(one -> actions.addAll(spoken.received(one, false)));
        yield actions;
      }
      case Split.Unreadable unreadable ->
          List.of(new Action.Close(BROKEN, "A message is a JSON array of strings."));
    };
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    return spoken.answered(tag, result);
  }

  @Override
  public List<Action> elapsed(Object timer) {
    return spoken.elapsed(timer);
  }

  @Override
  public List<Action> told(Notice notice) {
    return spoken.told(notice);
  }
}
