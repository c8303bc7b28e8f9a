package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;

/** The refusals that more than one check gives. */
final class TokenFaults {
  /** For every key that is unknown, wrong or of a disabled app: one answer that tells nothing. */
  static final Fault UNKNOWN_KEY =
      Fault.of(
          FaultCode.UNAUTHENTICATED,
          "There is no such key, or the secret is wrong. Check both in the app's settings.");

  /** The same for tokens. */
  static final Fault UNKNOWN_SIGNATURE =
      Fault.of(
          FaultCode.UNAUTHENTICATED,
          "The token is not signed with a signing secret of an app. Name the secret's id in 'kid'"
              + " and sign with that secret.");

  /** The same for signatures over a request, a connection or a channel. */
  static final Fault WRONG_SIGNATURE =
      Fault.of(
          FaultCode.UNAUTHENTICATED,
          "The signature does not match. Sign the exact text with the secret of the key that it"
              + " names.");

  /** The credential was right, once. */
  static final Fault REVOKED =
      Fault.of(
          FaultCode.REVOKED, "The key was revoked. Use another key, or a token signed with one.");

  /** The token was right, once. */
  static final Fault EXPIRED = Fault.of(FaultCode.TOKEN_EXPIRED);

  /** Too early: the clocks differ, or somebody means it. */
  static final Fault NOT_YET_VALID =
      invalid("The token is not valid yet. Compare 'nbf' and 'iat' with your server's clock.");

  /** Signed, but not what a token's claims must be. */
  static final Fault UNREADABLE =
      invalid("The token's claims are not one JSON object in UTF-8 without repeated members.");

  /** Whatever is wrong with a ticket, until it is known to be ours. */
  static final Fault UNKNOWN_TICKET =
      Fault.of(
          FaultCode.UNAUTHENTICATED,
          "This is not a ticket of this service. Ask for one with POST /v1/tickets.");

  /** It lay about. */
  static final Fault TICKET_TOO_OLD =
      Fault.of(
          FaultCode.TOKEN_EXPIRED,
          "The ticket was not used in time. Ask for a new one with POST /v1/tickets, and open at"
              + " once.");

  /** Somebody used it before. */
  static final Fault TICKET_SPENT =
      Fault.of(
          FaultCode.UNAUTHENTICATED,
          "The ticket was used already. Ask for a new one with POST /v1/tickets, or open again with"
              + " the cursor of what it opened.");

  private TokenFaults() {}

  static Fault invalid(String message) {
    return Fault.of(FaultCode.TOKEN_INVALID, message);
  }
}
