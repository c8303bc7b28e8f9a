package dev.fanfare.gateway.dialect.pusher.socket;

/** What a command was run for. */
sealed interface Tag {
  /** The key in the address. */
  record Connect() implements Tag {}

  /** A presence channel's entry, which comes before the subscription. */
  record Enter(Joining joining) implements Tag {}

  /** A subscription. */
  record Join(Joining joining) implements Tag {}

  /** An event to other clients. */
  record ClientEvent() implements Tag {}

  /** A sign-in. */
  record SignIn(User user) implements Tag {}

  /** That a signed-in user is there. */
  record Online() implements Tag {}

  /** Whether one user of a watchlist is there. */
  record Watched(Watchlist watchlist, String user) implements Tag {}

  /** Something whose result changes nothing. */
  record Unheard() implements Tag {}
}
