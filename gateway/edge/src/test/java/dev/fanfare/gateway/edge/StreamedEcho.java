package dev.fanfare.gateway.edge;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says back what came with the request. {@code status} begins with one, {@code say} says something
 * at once, {@code end} closes in the same turn, {@code throws} breaks.
 */
final class StreamedEcho implements Conversation {
  private final Map<String, List<String>> query;

  StreamedEcho(Map<String, List<String>> query) {
    this.query = query;
  }

  @Override
  public List<Action> opened(Opening opening) {
    List<Action> actions = new ArrayList<>();
    query
        .getOrDefault("status", List.of())
        .forEach(
            status ->
                actions.add(
                    new Action.Begin(
                        Integer.parseInt(status), Map.of("content-type", "text/plain"))));
    query
        .getOrDefault("header", List.of())
        .forEach(header -> actions.add(new Action.Begin(200, Map.of("x-header", header))));
    query
        .getOrDefault("say", List.of())
        .forEach(
            word -> actions.add(new Action.Send(word.getBytes(StandardCharsets.UTF_8), false)));
    query
        .getOrDefault("end", List.of())
        .forEach(code -> actions.add(new Action.Close(Integer.parseInt(code), "ended")));
    if (query.containsKey("throws")) {
      throw new IllegalStateException("thrown on purpose");
    }
    return actions;
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
