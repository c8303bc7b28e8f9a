package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.protocol.Result;
import java.util.List;

/** Says everything back. */
final class EchoConversation implements Conversation {
  @Override
  public List<Action> opened(Opening opening) {
    return List.of();
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    return List.of(new Action.Send(message, binary));
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    return List.of();
  }

  @Override
  public List<Action> elapsed(Object timer) {
    return List.of();
  }

  @Override
  public List<Action> told(Notice notice) {
    return List.of(new Action.Close(4503, "ended"));
  }
}
