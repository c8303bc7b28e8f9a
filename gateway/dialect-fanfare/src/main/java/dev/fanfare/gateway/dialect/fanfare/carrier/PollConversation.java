package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.rest.Problem;
import dev.fanfare.gateway.dialect.fanfare.socket.Farewells;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Long polling: one request, one late answer. Between two requests the client's cursor is all there
 * is. Its rules have numbers in {@code docs/spec/polling.md}.
 */
final class PollConversation extends Listening {
  /** An answer is not made to grow beyond this; what follows comes with the next. */
  private static final int ENOUGH_BYTES = 256 << 10;

  /** After the first event, what comes right behind it is taken along. */
  private static final Duration GATHER = Duration.ofMillis(5);

  private static final Map<String, String> HEADERS =
      Map.of("content-type", "application/json", "cache-control", "no-store");

  private enum Timer {
    WAIT,
    GATHER
  }

  private final Duration wait;
  private final List<byte[]> events = new ArrayList<>();
  private long bytes;
  private int deliveries;

  /**
   * A poll that has not begun.
   *
   * @param wait for the first event
   */
  PollConversation(Wish wish, Seal seal, Duration wait) {
    super(wish, seal);
    this.wait = wait;
  }

  @Override
  void admitted(List<Action> actions) {
    actions.add(new Action.Start(Timer.WAIT, wait));
  }

  @Override
  void refused(Fault fault, List<Action> actions) {
    HttpAnswer problem = Problem.of(fault);
    actions.add(new Action.Begin(problem.status(), problem.headers()));
    actions.add(new Action.Send(problem.body(), false));
    close(actions);
  }

  @Override
  void heard(Result.Subscribed subscribed, List<Action> actions) {
    for (Openings.Push push : Openings.of(subscribed)) {
      take(push.json(), actions);
    }
    if (isComplete() && wish().isNewSomewhere()) {
      answer(actions);
    } else if (isComplete() && !events.isEmpty()) {
      actions.add(new Action.Start(Timer.GATHER, GATHER));
    }
  }

  @Override
  void pushed(Event event, byte[] rendered, List<Action> actions) {
    move(event);
    if (rendered.length > 0) {
      deliveries += event instanceof Event.Published ? 1 : 0;
      take(rendered, actions);
    }
  }

  @Override
  void lost(ChannelName channel, Fault fault, List<Action> actions) {
    take(Farewells.unsubscribed(channel, fault), actions);
  }

  @Override
  void expiresSoon(Duration in, List<Action> actions) {
    // The next request brings a credential of its own.
  }

  @Override
  void ended(Fault fault, List<Action> actions) {
    if (events.isEmpty()) {
      refused(fault, actions);
    } else {
      answer(actions);
    }
  }

  @Override
  void elapsed(Object timer, List<Action> actions) {
    switch ((Timer) timer) {
      case WAIT, GATHER -> answer(actions);
    }
  }

  private void take(byte[] push, List<Action> actions) {
    events.add(push);
    bytes += push.length;
    if (bytes >= ENOUGH_BYTES) {
      answer(actions);
    } else if (events.size() == 1 && isComplete()) {
      actions.add(new Action.Start(Timer.GATHER, GATHER));
    }
  }

  private void answer(List<Action> actions) {
    JsonWriter json = new JsonWriter((int) bytes + 1_024).object();
    json.field("cursor", cursor()).name("events").array();
    events.forEach(json::json);
    byte[] body = json.endArray().end().line();
    actions.add(new Action.Begin(200, HEADERS));
    actions.add(new Action.Send(body, false, deliveries));
    close(actions);
  }
}
