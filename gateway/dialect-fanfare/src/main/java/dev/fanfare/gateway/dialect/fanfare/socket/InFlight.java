package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The numbers of the requests that wait for their replies. */
final class InFlight {
  /** Requests of one connection that may wait. */
  static final int MOST = 1_024;

  private final Set<Long> numbers = new HashSet<>();

  /** What stands against one more request with this number. */
  Optional<Fault> objection(long i) {
    if (numbers.contains(i)) {
      return Optional.of(
          Fault.of(
              FaultCode.CONFLICT,
              "Request " + i + " is not answered yet. Give each request a number of its own."));
    }
    if (numbers.size() >= MOST) {
      return Optional.of(
          Fault.of(
                  FaultCode.RATE_LIMITED,
                  MOST + " requests wait for their replies already. Wait for some.")
              .retryAfter(Duration.ofMillis(100)));
    }
    return Optional.empty();
  }

  void add(long i) {
    numbers.add(i);
  }

  void remove(long i) {
    numbers.remove(i);
  }

  void clear() {
    numbers.clear();
  }
}
