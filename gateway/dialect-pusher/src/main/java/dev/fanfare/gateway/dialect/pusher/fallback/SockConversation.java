package dev.fanfare.gateway.dialect.pusher.fallback;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation of a WebSocket, in frames of SockJS: {@code o} comes first, and a close code is
 * told as {@code c[code,"reason"]}. An empty message is a heartbeat of the client: pusher-js awaits
 * the answer to its own, SockJS sends them as answers to ours.
 */
final class SockConversation implements Conversation {
  private final Conversation spoken;
  private final SockForm form;
  private final boolean answersHeartbeats;
  private Duration silence = Duration.ofSeconds(25);

  private enum Timer {
    /** A sign of life is due. */
    HEARTBEAT
  }

  SockConversation(Conversation spoken, SockForm form, boolean answersHeartbeats) {
    this.spoken = spoken;
    this.form = form;
    this.answersHeartbeats = answersHeartbeats;
  }

  @Override
  public List<Action> opened(Opening opening) {
    silence = opening.heartbeat();
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Send(form.open(), false));
    actions.add(new Action.Start(Timer.HEARTBEAT, silence));
    actions.addAll(framed(spoken.opened(opening)));
    return actions;
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    if (message.length > 0) {
      return framed(spoken.received(message, binary));
    }
    return answersHeartbeats ? List.of(new Action.Send(form.heartbeat(), false)) : List.of();
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    return framed(spoken.answered(tag, result));
  }

  @Override
  public List<Action> elapsed(Object timer) {
    return timer == Timer.HEARTBEAT
        ? List.of(
            new Action.Send(form.heartbeat(), false), new Action.Start(Timer.HEARTBEAT, silence))
        : framed(spoken.elapsed(timer));
  }

  @Override
  public List<Action> told(Notice notice) {
    return framed(spoken.told(notice));
  }

  private List<Action> framed(List<Action> actions) {
    List<Action> framed = new ArrayList<>(actions.size() + 1);
    for (Action action : actions) {
      if (action instanceof Action.Send(byte[] payload, boolean binary, int deliveries)) {
        framed.add(new Action.Send(form.message(payload), binary, deliveries));
      } else if (action instanceof Action.Close(int code, String reason)) {
        framed.add(new Action.Send(form.close(code, reason), false));
        framed.add(action);
      } else {
        framed.add(action);
      }
    }
    return framed;
  }
}
