package dev.fanfare.gateway.dialect;

import dev.fanfare.protocol.Command.Presented;
import java.util.Optional;

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
   */
  record Converse(
      Conversation conversation,
      Encoding encoding,
      Optional<String> subprotocol,
      Optional<Presented> early)
      implements Match {}

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
   * One request and its answer.
   *
   * @param exchange a fresh one
   * @param maxBodyBytes a longer body is refused before it is read
   */
  record Exchanged(Exchange exchange, int maxBodyBytes) implements Match {}

  /** An answer that needs nothing but the head. */
  record Answered(HttpAnswer answer) implements Match {}
}
