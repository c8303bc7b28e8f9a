package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.edge.gate.Room;

/** What is to be done with a request, known from its head. */
sealed interface Plan {
  /** How much is read of a body that nobody wants, to keep the connection. */
  int UNWANTED_BYTES = 65_536;

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

  /** How much of a body is read. */
  default Body body(Room room) {
    return switch (this) {
      case Fixed fixed -> new Body(UNWANTED_BYTES, false, room);
      case Ask ask -> new Body(ask.match().maxBodyBytes(), true, room);
      case Stream stream -> new Body(stream.match().maxBodyBytes(), true, room);
      case Carry carry -> new Body(carry.match().maxBodyBytes(), true, room);
      case Open open -> new Body(0, false, room);
      case Refuse refuse -> new Body(0, false, room);
    };
  }
}
