package dev.fanfare.gateway.simulation;

import dev.fanfare.gateway.channel.Step;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client: it connects somewhere, loses the connection, and goes on elsewhere from where it was.
 */
final class Subscriber {
  private final Chance chance;
  private final Line line;
  private final Deque<Runnable> wire = new ArrayDeque<>();
  private @Nullable Gateway gateway;
  private Start start = new Start.Now();
  private int connection;

  Subscriber(Chance chance, Line line) {
    this.chance = chance;
    this.line = line;
  }

  boolean isConnected() {
    return gateway != null;
  }

  boolean isConnectedTo(Gateway one) {
    return gateway == one;
  }

  /** Rises with every connection and every loss of one. */
  int connection() {
    return connection;
  }

  Start start() {
    return start;
  }

  Line line() {
    return line;
  }

  void connect(Gateway to) {
    connection++;
    gateway = to;
    start = line.hasBegun() ? new Start.After(line.position()) : anyStart();
    to.subscribe(this);
  }

  /** What is under way on the wire is lost. */
  void disconnect() {
    if (gateway != null) {
      connection++;
      wire.clear();
      gateway.unsubscribe(this);
      gateway = null;
    }
  }

  void answer(Position position, Continuity continuity) {
    Optional<Position> asked =
        start instanceof Start.After after ? Optional.of(after.position()) : Optional.empty();
    put(() -> line.answered(asked, position, continuity));
  }

  void send(Step step) {
    put(() -> line.tell(step));
  }

  /** A wire delays, but keeps the order. */
  private void put(Runnable arrival) {
    wire.add(arrival);
    int sentOn = connection;
    chance.later(
        () -> {
          if (connection == sentOn) {
            wire.remove().run();
          }
        });
  }

  private Start anyStart() {
    return switch (chance.below(4)) {
      case 0 -> new Start.Last(chance.below(5));
      case 1 -> new Start.Within(Duration.ofSeconds(chance.below(30)));
      default -> new Start.Now();
    };
  }
}
