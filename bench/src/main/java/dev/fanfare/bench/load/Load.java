package dev.fanfare.bench.load;

/** How messages are offered to a server. */
public sealed interface Load {
  /** So many messages a second, all channels together, whatever the server does. */
  record PerSecond(double messages) implements Load {}

  /** So many messages in flight, each replaced when it has reached all its subscribers. */
  record InFlight(int messages) implements Load {}
}
