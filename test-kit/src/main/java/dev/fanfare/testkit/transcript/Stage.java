package dev.fanfare.testkit.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a transcript is played: whatever carries its messages. Methods that receive wait as long as
 * is reasonable there.
 */
public interface Stage {
  /**
   * Opens a connection for a client, which may have had one before.
   *
   * @param target where; empty: where this protocol's clients connect
   */
  void connect(String client, Optional<String> target, List<String> subprotocols);

  /** Sends one transport message. */
  void send(String client, String message);

  /** The next frame that came for the client, one line of a batch; empty when none comes. */
  Optional<String> receive(String client);

  /** Whether no frame waits for the client, and none is under way. */
  boolean isSilent(String client);

  /** The code with which the server closed; empty when it does not. */
  Optional<Integer> closed(String client);

  /** Cuts the client's connection without a close frame. */
  void cut(String client);

  /** Moves the clock. */
  void pass(Duration duration);

  /** Calls the HTTP API as the backend of the transcript. */
  Reply call(String method, String path, Optional<String> body);

  /** A REST answer. */
  record Reply(int status, String body) {}
}
