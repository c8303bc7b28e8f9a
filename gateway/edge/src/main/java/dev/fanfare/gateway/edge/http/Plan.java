package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;

/** What is to be done with a request, known from its head. */
sealed interface Plan {
  /** This is the answer, whatever the body. */
  record Fixed(HttpAnswer answer) implements Plan {}

  /** Ask with the body. */
  record Ask(Match.Exchanged match) implements Plan {}

  /** Open a conversation whose way out is the response. */
  record Stream(Match.Streamed match) implements Plan {}

  /** Do what the request does for its session. */
  record Carry(Match.Carried match, boolean mayOpen) implements Plan {}

  /** Turn the connection into a WebSocket. */
  record Open(Match.Converse match) implements Plan {}

  /** Refuse, and end the connection. */
  record Refuse(Refused refused) implements Plan {}
}
