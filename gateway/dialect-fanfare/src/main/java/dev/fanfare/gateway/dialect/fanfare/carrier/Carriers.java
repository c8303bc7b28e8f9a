package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Problem;
import dev.fanfare.gateway.dialect.fanfare.rest.Query;
import dev.fanfare.gateway.dialect.fanfare.rest.RestApi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The addresses of the carriers: {@code /v1/sse}, {@code /v1/poll} and {@code /v1/raw/{channel}}.
 */
public final class Carriers {
  private static final int DEFAULT_WAIT_SECONDS = 25;
  private static final int LONGEST_WAIT_SECONDS = 60;

  private final Seal seal;
  private final LongSupplier monotonicNanos;
  private final RandomGenerator random;

  /**
   * The carriers.
   *
   * @param seal marks cursors
   * @param monotonicNanos nanoseconds since some moment; never goes back
   * @param random spreads the clients of a server that goes away; any thread
   */
  public Carriers(Seal seal, LongSupplier monotonicNanos, RandomGenerator random) {
    this.seal = seal;
    this.monotonicNanos = monotonicNanos;
    this.random = random;
  }

  /** Takes a request that is for a carrier. */
  public Optional<Match> match(RequestHead head) {
    List<String> path = head.segments();
    if (path.size() == 2 && path.get(0).equals("v1")) {
      return switch (path.get(1)) {
        case "sse" -> Optional.of(get(head, this::sse));
        case "poll" -> Optional.of(get(head, this::poll));
        default -> Optional.empty();
      };
    }
    return path.size() == 3 && path.get(0).equals("v1") && path.get(1).equals("raw")
        ? Optional.of(get(head, RawSocket::match))
        : Optional.empty();
  }

  /** What a carrier makes of a request. */
  @FunctionalInterface
  private interface Carrier {
    Match match(RequestHead head) throws InvalidInput;
  }

  private static Match get(RequestHead head, Carrier carrier) {
    if (!head.method().equals("GET")) {
      return RestApi.wrongMethod(head, List.of("GET"));
    }
    try {
      return carrier.match(head);
    } catch (InvalidInput refused) {
      return new Match.Answered(Problem.of(refused.fault()));
    }
  }

  private Match sse(RequestHead head) throws InvalidInput {
    Query query = new Query(head);
    Wish wish = Wish.read(head, query, seal);
    query.finish();
    boolean eventSource =
        head.header("accept").filter(accept -> accept.contains("text/event-stream")).isPresent();
    boolean comesBack = head.header("last-event-id").isPresent();
    return new Match.Streamed(
        new SseConversation(wish, seal, monotonicNanos, random, eventSource, comesBack),
        ListenerEncoding.SSE,
        0,
        Optional.empty());
  }

  private Match poll(RequestHead head) throws InvalidInput {
    Query query = new Query(head);
    Duration wait =
        Duration.ofSeconds(query.integer("wait", DEFAULT_WAIT_SECONDS, 0, LONGEST_WAIT_SECONDS));
    Wish wish = Wish.read(head, query, seal);
    query.finish();
    return new Match.Streamed(
        new PollConversation(wish, seal, wait), ListenerEncoding.POLL, 0, Optional.empty());
  }
}
