package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;

/** What is to be done about a request, now that those who know have been asked. */
sealed interface Outcome {
  /** This is the answer. */
  record Answer(HttpAnswer answer) implements Outcome {}

  /** The refusal is the answer, and the connection's end. */
  record Refuse(Refused refused) implements Outcome {}

  /**
   * The response is somebody's way out.
   *
   * @param received what it hears first; nothing where it is empty
   */
  record Stream(Entrance entrance, byte[] received) implements Outcome {}

  /** The connection becomes a WebSocket. */
  record Open(Match.Converse match, Entrance entrance) implements Outcome {}

  /** Nobody waits for it any more: what was reserved is given back. */
  default void abandon() {
    switch (this) {
      case Answer answer -> {}
      case Refuse refuse -> {}
      case Stream(Entrance entrance, byte[] received) -> entrance.abandoned();
      case Open(Match.Converse match, Entrance entrance) -> entrance.abandoned();
    }
  }
}
