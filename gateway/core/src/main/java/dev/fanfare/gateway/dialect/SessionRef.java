package dev.fanfare.gateway.dialect;

/**
 * Which session of the edge's table a request belongs to. A scope keeps sessions apart that must
 * never meet, such as those of different dialects and apps: it is part of a session's name.
 */
public sealed interface SessionRef {
  /** What it belongs to, such as {@code pusher/KEY}; a request cannot reach into another. */
  String scope();

  /** A fresh one; the edge makes an id that names its owner and cannot be guessed or forged. */
  record New(String scope) implements SessionRef {}

  /** The one with an id that an edge of this cluster made. */
  record Issued(String scope, String id) implements SessionRef {}

  /** The one with an id that the client chose; whoever asks for it first has made it. */
  record Claimed(String scope, String id) implements SessionRef {}
}
