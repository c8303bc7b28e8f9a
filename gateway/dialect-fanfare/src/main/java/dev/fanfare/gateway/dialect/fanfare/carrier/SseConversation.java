package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Seal;
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
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Server-Sent Events (HTML Living Standard §9.2): one client on one stream. Its rules have numbers
 * in {@code docs/spec/sse.md}.
 */
final class SseConversation extends Listening {
  /** So much waits for the answers of all channels at most; then the stream begins without them. */
  private static final int MAX_WAITING_BYTES = 256 << 10;

  private static final long LEAST_RETRY_MILLIS = 1_000;
  private static final long RETRY_JITTER_MILLIS = 2_000;
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "text/event-stream",
          "cache-control", "no-store",
          "x-accel-buffering", "no");

  private enum Timer {
    HEARTBEAT
  }

  /** What came before the stream has begun. */
  private record Waiting(Optional<Event> event, byte[] block) {}

  private final LongSupplier monotonicNanos;
  private final RandomGenerator random;
  private final boolean eventSource;
  private final boolean comesBack;
  private final List<Waiting> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean begun;
  private long lastSentNanos;

  /**
   * A stream that has not begun.
   *
   * @param eventSource whether the client is one that reads nothing but a stream
   * @param comesBack whether it was here before, and came back by itself
   */
  SseConversation(
      Wish wish,
      Seal seal,
      LongSupplier monotonicNanos,
      RandomGenerator random,
      boolean eventSource,
      boolean comesBack) {
    super(wish, seal);
    this.monotonicNanos = monotonicNanos;
    this.random = random;
    this.eventSource = eventSource;
    this.comesBack = comesBack;
  }

  @Override
  void admitted(List<Action> actions) {
    // The stream begins when it is known what may be heard.
  }

  @Override
  void refused(Fault fault, List<Action> actions) {
    if (begun) {
      end(fault, actions);
    } else if (eventSource && fault.code().retryable()) {
      // Any status but 200 would stop an EventSource for ever.
      actions.add(new Action.Begin(200, HEADERS));
      begun = true;
      end(fault, actions);
    } else if (comesBack && wish().ticket().isPresent()) {
      actions.add(new Action.Begin(204, Map.of("cache-control", "no-store")));
      close(actions);
    } else {
      HttpAnswer problem = Problem.of(fault);
      actions.add(new Action.Begin(problem.status(), problem.headers()));
      actions.add(new Action.Send(problem.body(), false));
      close(actions);
    }
  }

  @Override
  void heard(Result.Subscribed subscribed, List<Action> actions) {
    for (Openings.Push push : Openings.of(subscribed)) {
      say(Optional.empty(), Blocks.event(push.kind(), push.json()), actions);
    }
    if (isComplete() && !begun) {
      begin(actions);
    }
  }

  @Override
  void pushed(Event event, byte[] rendered, List<Action> actions) {
    say(Optional.of(event), rendered, actions);
  }

  @Override
  void lost(ChannelName channel, Fault fault, List<Action> actions) {
    say(Optional.empty(), Blocks.event("unsub", Farewells.unsubscribed(channel, fault)), actions);
  }

  @Override
  void expiresSoon(Duration in, List<Action> actions) {
    say(Optional.empty(), Blocks.event("auth", Farewells.expiresSoon(in)), actions);
  }

  @Override
  void ended(Fault fault, List<Action> actions) {
    if (begun) {
      end(fault, actions);
    } else {
      refused(fault, actions);
    }
  }

  @Override
  void elapsed(Object timer, List<Action> actions) {
    switch ((Timer) timer) {
      case HEARTBEAT -> {
        Duration silence = Duration.ofNanos(monotonicNanos.getAsLong() - lastSentNanos);
        if (silence.compareTo(heartbeat()) >= 0) {
          send(Blocks.COMMENT, 0, actions);
          silence = Duration.ZERO;
        }
        actions.add(new Action.Start(Timer.HEARTBEAT, heartbeat().minus(silence)));
      }
    }
  }

  private void begin(List<Action> actions) {
    begun = true;
    actions.add(new Action.Begin(200, HEADERS));
    byte[] retry =
        Blocks.retry(Duration.ofMillis(LEAST_RETRY_MILLIS + random.nextLong(RETRY_JITTER_MILLIS)));
    byte[] where = Blocks.withId(cursor(), new byte[0]);
    send(Blocks.joined(retry, where), 0, actions);
    waiting.forEach(early -> tell(early.event(), early.block(), actions));
    waiting.clear();
    actions.add(new Action.Start(Timer.HEARTBEAT, heartbeat()));
  }

  private void say(Optional<Event> event, byte[] block, List<Action> actions) {
    if (begun) {
      tell(event, block, actions);
      return;
    }
    waiting.add(new Waiting(event, block));
    waitingBytes += block.length + 64;
    if (waitingBytes > MAX_WAITING_BYTES) {
      begin(actions);
    }
  }

  private void tell(Optional<Event> event, byte[] block, List<Action> actions) {
    boolean moved = event.filter(this::move).isPresent();
    if (moved || block.length > 0) {
      int deliveries = event.filter(Event.Published.class::isInstance).isPresent() ? 1 : 0;
      send(Blocks.withId(cursor(), block), deliveries, actions);
    }
  }

  private void end(Fault fault, List<Action> actions) {
    byte[] bye = Blocks.event("bye", Farewells.bye(fault));
    if (fault.code().retryable()) {
      long wait = fault.retryAfter().orElse(Duration.ZERO).toMillis();
      long jitter = 1 + random.nextLong(Math.max(LEAST_RETRY_MILLIS, wait));
      bye = Blocks.joined(Blocks.retry(Duration.ofMillis(wait + jitter)), bye);
    }
    send(bye, 0, actions);
    close(actions);
  }

  private void send(byte[] block, int deliveries, List<Action> actions) {
    lastSentNanos = monotonicNanos.getAsLong();
    actions.add(new Action.Send(block, false, deliveries));
  }
}
