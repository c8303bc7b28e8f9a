package dev.fanfare.testkit.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One line of a transcript. */
public sealed interface Step {
  /** Where it stands in its file, from 1. */
  int line();

  /** {@code alice connects} or {@code alice connects fanfare.v1.json}: opens a connection. */
  record Connect(int line, String client, List<String> subprotocols) implements Step {
    public Connect {
      subprotocols = List.copyOf(subprotocols);
    }
  }

  /** {@code alice > {…}}: the client sends. Consecutive lines with {@code +>} are one message. */
  record Send(int line, String client, String message) implements Step {}

  /** {@code alice < {…}}: the next frame that the client gets. */
  record Receive(int line, String client, String expected) implements Step {}

  /** {@code alice hears nothing}: nothing has come that was not received above. */
  record Nothing(int line, String client) implements Step {}

  /** {@code alice closed 4400}: the server has closed the connection with this code. */
  record Closed(int line, String client, int code) implements Step {}

  /** {@code alice leaves}: the client is gone without a word. */
  record Leave(int line, String client) implements Step {}

  /** {@code time passes 25s}: the clock moves. */
  record Pass(int line, Duration duration) implements Step {}

  /** {@code rest > POST /v1/… {…}}: a backend calls, with the key {@code $key}. */
  record Call(int line, String method, String path, Optional<String> body) implements Step {}

  /** {@code rest < 201 {…}}: the answer to the last call. */
  record Answer(int line, int status, Optional<String> expected) implements Step {}
}
