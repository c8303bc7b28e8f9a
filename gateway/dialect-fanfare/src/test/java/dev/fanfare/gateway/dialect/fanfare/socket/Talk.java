package dev.fanfare.gateway.dialect.fanfare.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.gateway.dialect.Conversation.Opening;
import dev.fanfare.gateway.dialect.fanfare.FrameSchema;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import dev.fanfare.testkit.transcript.Bindings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * A client and a core on the two sides of one conversation: the test plays both. Every frame that
 * the conversation sends is also checked against the published schema.
 */
final class Talk {
  static final ConnectionId CONNECTION = new ConnectionId("c-1");
  static final long NOW_MILLIS = 1_700_000_000_000L;
  static final Duration HEARTBEAT = Duration.ofSeconds(25);

  private final FanfareConversation conversation;
  private final Queue<String> frames = new ArrayDeque<>();
  private final Queue<Action.Run> runs = new ArrayDeque<>();
  private final Map<Object, Duration> timers = new HashMap<>();
  private final Bindings bindings = new Bindings();
  private Optional<Action.Close> close = Optional.empty();
  private long nanos = 5;

  private Talk(Optional<Presented> early) {
    conversation =
        new FanfareConversation(Codec.JSON, new Clocks(() -> NOW_MILLIS, () -> nanos), early);
    carryOut(conversation.opened(new Opening(CONNECTION, Limits.DEFAULT, HEARTBEAT)));
  }

  /** A connection that has just opened. */
  static Talk opened() {
    return new Talk(Optional.empty());
  }

  /** A connection whose request brought a credential. */
  static Talk opened(Presented early) {
    return new Talk(Optional.of(early));
  }

  /** A connection whose hello was accepted. */
  static Talk greeted() {
    return opened().says("{'i':1,'op':'hello','v':1,'token':'t'}").authenticated().forget();
  }

  static Result.Authenticated alice() {
    return new Result.Authenticated(
        new AppId("1001"), Optional.of(new ClientId("alice")), Optional.empty(), Limits.DEFAULT);
  }

  /** The client sends lines as one message; an apostrophe stands for a quotation mark. */
  Talk says(String... lines) {
    return sends(String.join("\n", lines).replace('\'', '"').getBytes(UTF_8));
  }

  Talk sends(byte[] message) {
    carryOut(conversation.received(message, false));
    return this;
  }

  Talk sendsBinary(byte[] message) {
    carryOut(conversation.received(message, true));
    return this;
  }

  /** The command that runs, and nothing else before it. */
  Command runs() {
    assertThat(runs).as("commands that wait for their results").isNotEmpty();
    return runs.element().command();
  }

  Talk runsNothing() {
    assertThat(runs).isEmpty();
    return this;
  }

  /** The core answers the oldest command. */
  Talk result(Result result) {
    Action.Run run = runs.remove();
    carryOut(conversation.answered(run.tag(), result));
    return this;
  }

  Talk authenticated() {
    assertThat(runs()).isInstanceOf(Command.Authenticate.class);
    return result(alice());
  }

  Talk refused(FaultCode code) {
    return result(new Result.Refused(Fault.of(code)));
  }

  Talk told(Notice notice) {
    carryOut(conversation.told(notice));
    return this;
  }

  /** The next frame is this; {@code $name} and {@code $_} as in transcripts. */
  Talk hears(String expected) {
    String frame = frames.remove();
    assertThat(bindings.difference(expected.replace('\'', '"'), frame)).as(frame).isEmpty();
    return this;
  }

  /** The next frame says that something could not be read, or has no number. */
  Talk hearsThatItIsUnreadable() {
    assertThat(frames.element())
        .startsWith("{\"i\":null,\"err\":{\"code\":4000")
        .containsAnyOf("40000", "40002");
    frames.remove();
    return this;
  }

  /** The next frame refuses request {@code i}. */
  Talk hearsRefusal(long i, FaultCode code, String... partsOfTheMessage) {
    String frame = frames.remove();
    assertThat(
            bindings.difference(
                "{\"i\":%d,\"err\":{\"code\":%d,\"message\":\"$_\",\"$more\":\"$_\"}}"
                    .formatted(i, code.number()),
                frame))
        .as(frame)
        .isEmpty();
    for (String part : partsOfTheMessage) {
      assertThat(frame).contains(part);
    }
    return this;
  }

  Talk hearsUnreadable() {
    return hears(
        "{'i':null,'err':{'code':40000,'message':'$_','scope':'op','href':'/v1/faults/40000'}}");
  }

  Talk hearsNothingMore() {
    assertThat(frames).isEmpty();
    return this;
  }

  Talk isOpen() {
    assertThat(close).isEmpty();
    return this;
  }

  Talk isClosedWith(int code) {
    assertThat(close.map(Action.Close::code)).hasValue(code);
    return this;
  }

  /** What was heard so far is of no interest. */
  Talk forget() {
    frames.clear();
    return this;
  }

  /** Time passes, timers run out. */
  Talk passes(Duration time) {
    long end = nanos + time.toNanos();
    while (true) {
      Optional<Map.Entry<Object, Duration>> next =
          timers.entrySet().stream()
              .filter(timer -> timer.getValue().toNanos() <= end)
              .min(Map.Entry.comparingByValue());
      if (next.isEmpty()) {
        nanos = end;
        return this;
      }
      nanos = next.get().getValue().toNanos();
      timers.remove(next.get().getKey());
      carryOut(conversation.elapsed(next.get().getKey()));
    }
  }

  private void carryOut(List<Action> actions) {
    for (Action action : actions) {
      assertThat(close).as("an action after the close: " + action).isEmpty();
      switch (action) {
        case Action.Run run -> runs.add(run);
        case Action.Send send -> heard(send);
        case Action.Begin begin -> throw new AssertionError("A WebSocket has begun: " + begin);
        case Action.Start start -> timers.put(start.timer(), start.after().plusNanos(nanos));
        case Action.Stop stop -> timers.remove(stop.timer());
        case Action.Close closing -> close = Optional.of(closing);
      }
    }
  }

  private void heard(Action.Send send) {
    assertThat(send.binary()).isFalse();
    String frame = new String(send.payload(), UTF_8);
    assertThat(frame).doesNotContain("\n");
    FrameSchema.SERVER.accepts(frame);
    frames.add(frame);
  }
}
