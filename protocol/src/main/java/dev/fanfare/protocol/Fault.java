package dev.fanfare.protocol;

import java.time.Duration;
import java.util.Optional;

/**
 * A refusal as a value: what happened, what to do, and when to try again.
 *
 * @param message what happened to this request, in one or two sentences that say what to do; never
 *     a secret, never another tenant's name
 * @param retryAfter how long to wait before trying again; only for retryable codes
 */
public record Fault(FaultCode code, String message, Optional<Duration> retryAfter) {

  /** A fault with a sentence of its own. */
  public static Fault of(FaultCode code, String message) {
    return new Fault(code, message, Optional.empty());
  }

  /** A fault that says just what its code says. */
  public static Fault of(FaultCode code) {
    return of(code, code.title() + ". " + code.remedy());
  }

  /** The same fault with a time after which trying again makes sense. */
  public Fault retryAfter(Duration wait) {
    return new Fault(code, message, Optional.of(wait));
  }

  /** A refusal of a channel, which says the same whether the channel exists or not. */
  public static Fault forbidden(Operation operation, ChannelName channel) {
    return of(
        FaultCode.FORBIDDEN,
        "The credential does not allow '"
            + operation.text()
            + "' in channel '"
            + channel.text()
            + "'. Use one whose capabilities name both.");
  }
}
