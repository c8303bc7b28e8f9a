package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;

/** Faults as this protocol says them. */
public final class Refusals {
  /** Close code: no such app. */
  public static final int NO_APP = 4001;

  /** Close code: nothing that lets the client in, or not any more. */
  public static final int UNAUTHORIZED = 4009;

  private Refusals() {}

  /**
   * The close code of a connection: below 4100 clients stay away, from 4100 they come back after a
   * second, from 4200 at once.
   */
  public static int closeCode(FaultCode code) {
    return switch (code) {
      case UNAUTHENTICATED, NOT_FOUND -> NO_APP;
      case FORBIDDEN -> 4003;
      case LIMIT_REACHED -> 4004;
      case REVOKED,
          ORIGIN_FORBIDDEN,
          IDENTITY_MISMATCH,
          DISCONNECTED,
          TOKEN_EXPIRED,
          TOKEN_INVALID ->
          UNAUTHORIZED;
      case UNAVAILABLE, RATE_LIMITED, INTERNAL -> 4100;
      case GOING_AWAY, TOO_SLOW, OUTCOME_UNKNOWN -> 4200;
      case UNRESPONSIVE -> 4201;
      case MALFORMED,
          UNKNOWN_OPERATION,
          INVALID_FIELD,
          TOO_MUCH_GARBAGE,
          INVALID_CHANNEL,
          INVALID_ID,
          UNSUPPORTED,
          HELLO_EXPECTED,
          UNSUPPORTED_VERSION,
          NOT_SUBSCRIBED,
          UNKNOWN_TARGET,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          MESSAGE_TOO_LARGE,
          TOO_MANY,
          UNSUPPORTED_MEDIA_TYPE,
          UPGRADE_REQUIRED ->
          4300;
    };
  }

  /** The status of an HTTP call: the protocol's 403 also stands for a used-up quota. */
  public static int status(FaultCode code) {
    return switch (code) {
      case UNAUTHENTICATED, REVOKED, TOKEN_EXPIRED, TOKEN_INVALID -> 401;
      case LIMIT_REACHED -> 403;
      case MALFORMED,
          UNKNOWN_OPERATION,
          INVALID_FIELD,
          TOO_MUCH_GARBAGE,
          INVALID_CHANNEL,
          INVALID_ID,
          UNSUPPORTED,
          HELLO_EXPECTED,
          UNSUPPORTED_VERSION,
          NOT_SUBSCRIBED,
          FORBIDDEN,
          ORIGIN_FORBIDDEN,
          IDENTITY_MISMATCH,
          DISCONNECTED,
          NOT_FOUND,
          UNKNOWN_TARGET,
          METHOD_NOT_ALLOWED,
          CONFLICT,
          MESSAGE_TOO_LARGE,
          TOO_MANY,
          UNSUPPORTED_MEDIA_TYPE,
          UPGRADE_REQUIRED,
          INTERNAL,
          RATE_LIMITED,
          UNAVAILABLE,
          GOING_AWAY,
          TOO_SLOW,
          UNRESPONSIVE,
          OUTCOME_UNKNOWN ->
          code.httpStatus();
    };
  }

  /** What a subscription that was refused is called. */
  public static Subscription subscription(Fault fault) {
    return switch (closeCode(fault.code())) {
      case NO_APP, 4003, UNAUTHORIZED -> new Subscription("AuthError", 401);
      case 4004 -> new Subscription("LimitReached", 4100);
      case 4300 ->
          fault.code() == FaultCode.MESSAGE_TOO_LARGE
              ? new Subscription("LimitReached", 4301)
              : new Subscription("InvalidSubscription", 400);
      default -> new Subscription("ServerError", 503);
    };
  }

  /**
   * The type and status of a subscription error.
   *
   * @param status 401 makes clients fetch a new signature when they try again
   */
  public record Subscription(String type, int status) {}
}
