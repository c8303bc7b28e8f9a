package dev.fanfare.gateway.edge.http;

import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;

/** A request that is answered with a refusal, and the connection's end. */
record Refused(int status, Fault fault) {
  static Refused badRequest(String message) {
    return of(400, message);
  }

  static Refused of(int status, String message) {
    return new Refused(status, Fault.of(FaultCode.MALFORMED, message));
  }

  static Refused of(FaultCode code) {
    return of(Fault.of(code));
  }

  static Refused of(Fault fault) {
    return new Refused(fault.code().httpStatus(), fault);
  }

  static Refused tooLarge(long maxBytes) {
    return new Refused(
        413,
        Fault.of(
            FaultCode.MESSAGE_TOO_LARGE,
            "The body of this request has at most " + maxBytes + " bytes."));
  }
}
