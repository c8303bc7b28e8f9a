package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.Command.Presented;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How a dialect takes a request. */
public sealed interface Match {

  /**
   * A conversation over a WebSocket.
   *
   * @param conversation a fresh one
   * @param encoding how this client reads events
   * @param subprotocol what to answer in {@code Sec-WebSocket-Protocol}
   * @param early a credential that stood in the head already; it is checked, with the Origin,
   *     before the upgrade
   * @param comesBack whether the client says that it was connected before: where not all can be let
   *     in, it goes before those who were not
   */
  record Converse(
      Conversation conversation,
      Encoding encoding,
      Optional<String> subprotocol,
      Optional<Presented> early,
      boolean comesBack)
      implements Match {

    /** The conversation of a client that says nothing of the kind. */
    public Converse(
        Conversation conversation,
        Encoding encoding,
        Optional<String> subprotocol,
        Optional<Presented> early) {
      this(conversation, encoding, subprotocol, early, false);
    }
  }

  /**
   * A conversation whose way in is this request and whose way out is its response: a stream that
   * goes on until one side ends it, or one late answer. The body, where there is one, is the only
   * thing that it receives.
   *
   * @param conversation a fresh one
   * @param encoding how this client reads events
   * @param maxBodyBytes a longer body is refused before it is read
   * @param early a credential that stood in the head already; it is checked, with the Origin,
   *     before the conversation is opened
   */
  record Streamed(
      Conversation conversation, Encoding encoding, int maxBodyBytes, Optional<Presented> early)
      implements Match {}

  /**
   * A conversation that outlives each of its requests: the edge keeps it in its session table while
   * they come and go. What it sends waits there, within a bound, while nobody receives; what a
   * receiver that broke off has certainly not got goes to the next one.
   *
   * <p>A {@code Send} is complete in itself: what waits is joined by putting it one behind the
   * other.
   *
   * @param fresh the conversation for a session with this id, where the request may open one
   * @param linger how long a session lives that nobody receives from
   * @param second the answer to a second receiver while there is one; absent: it takes the first
   *     one's place
   * @param maxBodyBytes a longer body is refused before it is read
   * @param in how a body becomes messages
   * @param unknown the answer where there is no such session and none may be opened
   */
  record Carried(
      SessionRef session,
      Carriage carriage,
      Optional<Function<String, Converse>> fresh,
      Duration linger,
      Optional<HttpAnswer> second,
      int maxBodyBytes,
      Splitter in,
      HttpAnswer unknown)
      implements Match {}

  /**
   * One request and its answer.
   *
   * @param exchange a fresh one
   * @param maxBodyBytes a longer body is refused before it is read
   */
  record Exchanged(Exchange exchange, int maxBodyBytes) implements Match {}

  /** An answer that needs nothing but the head. */
  record Answered(HttpAnswer answer) implements Match {}
}
