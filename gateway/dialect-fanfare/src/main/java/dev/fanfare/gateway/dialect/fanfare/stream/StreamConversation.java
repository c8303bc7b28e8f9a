package dev.fanfare.gateway.dialect.fanfare.stream;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The conversation of a WebSocket, over lines. Its first line names the session. Where the first
 * thing that is said is also the last, such as the refusal of a hello, the response has the status
 * that fits.
 */
final class StreamConversation implements Conversation {
  static final Map<String, String> HEADERS =
      Map.of(
          "content-type",
          "application/x-ndjson",
          "cache-control",
          "no-store",
          "x-accel-buffering",
          "no");

  private final Conversation spoken;
  private final String session;
  private boolean named;

  private enum Timer {
    /** Nothing came with the request: its session is to be named all the same. */
    NAME
  }

  StreamConversation(Conversation spoken, String session) {
    this.spoken = spoken;
    this.session = session;
  }

  @Override
  public List<Action> opened(Opening opening) {
    List<Action> actions = new ArrayList<>(inLines(spoken.opened(opening)));
    actions.add(new Action.Start(Timer.NAME, Duration.ZERO));
    return actions;
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    return inLines(spoken.received(message, binary));
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    return inLines(spoken.answered(tag, result));
  }

  @Override
  public List<Action> elapsed(Object timer) {
    if (timer != Timer.NAME) {
      return inLines(spoken.elapsed(timer));
    }
    List<Action> actions = new ArrayList<>(1);
    name(actions);
    return actions;
  }

  @Override
  public List<Action> told(Notice notice) {
    return inLines(spoken.told(notice));
  }

  private List<Action> inLines(List<Action> actions) {
    List<Action> lines = new ArrayList<>(actions.size() + 2);
    for (Action action : actions) {
      if (action instanceof Action.Send(byte[] payload, boolean binary, int deliveries)) {
        if (!named) {
          begin(lines, actions);
          name(lines);
        }
        lines.add(new Action.Send(LinesEncoding.line(payload), binary, deliveries));
      } else {
        lines.add(action);
      }
    }
    return lines;
  }

  private static void begin(List<Action> lines, List<Action> said) {
    for (Action action : said) {
      if (action instanceof Action.Close(int code, String reason)
          && code >= 4_400
          && code < 4_600) {
        lines.add(new Action.Begin(code - 4_000, HEADERS));
      }
    }
  }

  private void name(List<Action> lines) {
    if (!named) {
      named = true;
      byte[] first =
          new JsonWriter().object().field("p", "session").field("session", session).end().toBytes();
      lines.add(new Action.Send(LinesEncoding.line(first), false));
    }
  }
}
