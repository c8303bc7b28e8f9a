package dev.fanfare.protocol;

import java.util.Locale;
import java.util.Optional;

/**
 * The one closed list of refusals, shared by REST, WebSocket, documentation and SDKs. A number is
 * never reused and never changes its meaning. 4xxxx: do not send it again unchanged. 5xxxx: the
 * same may succeed later.
 */
public enum FaultCode {
  MALFORMED(
      40000,
      400,
      "The frame or body could not be read",
      "Send one JSON object per line, in UTF-8."),
  UNKNOWN_OPERATION(
      40001, 400, "There is no such operation", "Use one of the operations of the protocol."),
  INVALID_FIELD(
      40002,
      400,
      "A field is missing, unknown or has the wrong type",
      "Correct the field that the message names."),
  TOO_MUCH_GARBAGE(
      40003,
      400,
      "Too many frames in a row could not be read",
      "Check that the client speaks this protocol; then connect again."),
  INVALID_CHANNEL(
      40010,
      400,
      "This is not a channel name",
      "Use 1 to 255 bytes of UTF-8 without control characters or outer spaces, not starting with '#'."),
  INVALID_ID(
      40011,
      400,
      "This is not a valid id",
      "Use 1 to 128 bytes of UTF-8 without control characters."),
  UNSUPPORTED(
      40012,
      400,
      "Fanfare does not offer this here",
      "Leave it out; the documentation lists what there is."),
  HELLO_EXPECTED(
      40013,
      400,
      "The first operation of a connection is hello",
      "Send hello with a token first, once."),
  UNSUPPORTED_VERSION(40014, 400, "This protocol version is not spoken here", "Use version 1."),
  NOT_SUBSCRIBED(
      40015, 400, "The connection is not subscribed to this channel", "Subscribe first."),
  UNAUTHENTICATED(
      40100,
      401,
      "There is no credential, or it is not valid",
      "Send an API key, or a token signed with a key of this app."),
  TOKEN_EXPIRED(
      40101,
      401,
      "The token has expired",
      "Fetch a new token from your server and connect or refresh with it."),
  TOKEN_INVALID(
      40102,
      401,
      "The token is not acceptable",
      "Make it as the documentation of tokens says: HS256, kid, exp within 24 hours, at most 8 KB."),
  REVOKED(40103, 401, "The key or token was revoked", "Ask for a new one."),
  FORBIDDEN(
      40300,
      403,
      "The credential does not allow this",
      "Use a credential whose capabilities name the channel and the operation."),
  ORIGIN_FORBIDDEN(
      40301,
      403,
      "Pages of this origin may not connect to the app",
      "Add the origin to the app's allow-list."),
  IDENTITY_MISMATCH(
      40302,
      403,
      "The credential speaks for another client id",
      "Leave the client id out, or use the token's."),
  DISCONNECTED(
      40303,
      403,
      "The connection was closed by the app's operator",
      "Do not connect again by yourself; ask your backend."),
  NOT_FOUND(40400, 404, "There is nothing at this address", "Check the path and the method."),
  UNKNOWN_TARGET(
      40401,
      404,
      "The message that this one changes is not in the channel any more",
      "Only messages within the channel's history can be changed."),
  METHOD_NOT_ALLOWED(
      40500,
      405,
      "The address does not take this method",
      "Use a method that the Allow header lists."),
  CONFLICT(
      40900,
      409,
      "The state of the connection or channel does not allow this now",
      "Read the message for what stands against it."),
  MESSAGE_TOO_LARGE(
      41300,
      413,
      "The message is larger than the app allows",
      "Send less, or split it; the limit stands in the message."),
  TOO_MANY(
      41301,
      413,
      "That is more than fits into one request",
      "Split the request; the limit stands in the message."),
  UNSUPPORTED_MEDIA_TYPE(
      41500,
      415,
      "The body is of a media type that is not read here",
      "Send JSON as application/json, a text as text/plain, or bytes as application/octet-stream, in UTF-8 where it is text."),
  UPGRADE_REQUIRED(
      42600,
      426,
      "This address speaks WebSocket only",
      "Connect with a WebSocket client, version 13."),
  INTERNAL(
      50000,
      500,
      "Something broke on our side",
      "Try again; if it stays, report it with the time."),
  RATE_LIMITED(
      52900,
      429,
      "That is faster than the app allows",
      "Wait for the stated time, then send again."),
  LIMIT_REACHED(
      52901,
      429,
      "The app has reached a limit of its plan",
      "Wait, close what is not needed, or raise the limit."),
  UNAVAILABLE(50300, 503, "The service cannot do this now", "Try again after the stated time."),
  GOING_AWAY(
      50301,
      503,
      "This server is shutting down",
      "Connect again after the stated time; positions stay valid."),
  TOO_SLOW(
      50302,
      503,
      "The connection read more slowly than its messages came",
      "Connect again with your positions; nothing is lost within the channel's window."),
  UNRESPONSIVE(
      50303, 503, "The connection did not answer in time", "Connect again with your positions."),
  OUTCOME_UNKNOWN(
      50400,
      504,
      "The answer did not come in time; it may or may not have happened",
      "Send it again with the same id: it will happen once.");

  private final int number;
  private final int httpStatus;
  private final String title;
  private final String remedy;

  FaultCode(int number, int httpStatus, String title, String remedy) {
    this.number = number;
    this.httpStatus = httpStatus;
    this.title = title;
    this.remedy = remedy;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** The HTTP status that goes with it. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The WebSocket close code: 4000 + the number's first three digits, so 4401 or 4503. */
  public int closeCode() {
    return 4000 + number / 100;
  }

  /** Whether the same request may succeed later without a change. */
  public boolean retryable() {
    return number >= 50000;
  }

  /** What happened, in one sentence without a full stop. */
  public String title() {
    return title;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }

  /** The name in documents and anchors, such as {@code token-expired}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where the gateway itself explains it. */
  public String href() {
    return "/v1/faults/" + number;
  }

  /** The code with this number. */
  public static Optional<FaultCode> ofNumber(int number) {
    for (FaultCode code : values()) {
      if (code.number == number) {
        return Optional.of(code);
      }
    }
    return Optional.empty();
  }
}
