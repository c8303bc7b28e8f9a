package dev.fanfare.testkit.transcript;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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

  /**
   * Sends a request whose response goes on, for a client that may have had one before.
   *
   * @throws IllegalStateException where responses are whole
   */
  void open(String client, String method, String target);

  /** Whether the server ends the client's response, of which nothing is left. */
  boolean isEnded(String client);

  /**
   * Takes an event of which the app's server was told.
   *
   * @return whether there was one as asked
   * @throws IllegalStateException where there are no webhooks
   */
  boolean isTold(Predicate<String> asked);

  /** A REST answer. */
  record Reply(int status, String body) {}
}
