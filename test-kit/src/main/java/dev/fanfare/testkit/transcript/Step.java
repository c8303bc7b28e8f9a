package dev.fanfare.testkit.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One line of a transcript. */
public sealed interface Step {
  /** Where it stands in its file, from 1. */
  int line();

  /**
   * {@code alice connects}, {@code alice connects fanfare.v1.json} or {@code alice connects
   * /app/$key?protocol=7}: opens a connection.
   *
   * @param target where, if the transcript says it
   */
  record Connect(int line, String client, Optional<String> target, List<String> subprotocols)
      implements Step {
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

  /** {@code rest > POST /v1/… {…}}: a backend calls, and shows who it is. */
  record Call(int line, String method, String path, Optional<String> body) implements Step {}

  /** {@code rest < 201 {…}}: the answer to the last call, which may be another text than JSON. */
  record Answer(int line, int status, Optional<String> expected) implements Step {}

  /**
   * {@code alice opens POST /…}: a request whose response goes on; each of its lines that is not
   * empty is a frame. {@code alice leaves} breaks it off.
   */
  record Open(int line, String client, String method, String target) implements Step {}

  /** {@code alice's response ends}: the server has ended it, and nothing of it is left. */
  record End(int line, String client) implements Step {}

  /** {@code webhook < {…}}: the app's server is told of this event, in whatever order. */
  record Told(int line, String expected) implements Step {}
}
