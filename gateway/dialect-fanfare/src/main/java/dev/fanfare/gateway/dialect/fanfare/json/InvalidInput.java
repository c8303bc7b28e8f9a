package dev.fanfare.gateway.dialect.fanfare.json;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;

/**
 * What a client sent cannot be used. Checked, so that the one place that answers the client must
 * catch it, and without a stack trace, since it is a normal day: it only saves every reader of a
 * field from passing a refusal up by hand.
 */
public final class InvalidInput extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  private InvalidInput(Fault fault) {
    super(fault.message(), null, false, false);
    this.fault = fault;
  }

  /** Input that is refused with this code and a sentence that says what to do. */
  public static InvalidInput of(FaultCode code, String message) {
    return new InvalidInput(Fault.of(code, message));
  }

  /** A field that is missing, unknown or of the wrong type. */
  public static InvalidInput field(String path, String demand) {
    return of(FaultCode.INVALID_FIELD, "Field '" + shown(path) + "' " + demand);
  }

  /** What the client is told. */
  public Fault fault() {
    return fault;
  }

  /** A client's text as a message may repeat it: short and without control characters. */
  public static String shown(String text) {
    String head = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    return head.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
