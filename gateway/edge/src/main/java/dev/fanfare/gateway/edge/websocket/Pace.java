package dev.fanfare.gateway.edge.websocket;

import dev.fanfare.gateway.edge.loop.Wheel;
import java.time.Duration;

/**
 * The options in the wheel's ticks; one for all connections of a server.
 *
 * @param dead silence after which a peer is given up
 */
public record Pace(
    WebSocketOptions options, int heartbeat, int dead, int message, int flush, int close) {
  static final int SECOND = Wheel.ticks(Duration.ofSeconds(1));

  /** Translates options. */
  public static Pace of(WebSocketOptions options) {
    int heartbeat = Wheel.ticks(options.heartbeat());
    return new Pace(
        options,
        heartbeat,
        heartbeat + (heartbeat + 1) / 2,
        Wheel.ticks(options.messageDeadline()),
        Wheel.ticks(options.flushDeadline()),
        Wheel.ticks(options.closeDeadline()));
  }
}
