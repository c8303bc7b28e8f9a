package dev.fanfare.gateway.edge.websocket;

/** Close codes of RFC 6455 section 7.4. */
final class CloseCode {
  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int NONE_GIVEN = 1005;
  static final int BROKEN = 1006;
  static final int NOT_UTF8 = 1007;
  static final int POLICY = 1008;
  static final int TOO_BIG = 1009;
  static final int OUR_FAULT = 1011;
  static final int TRY_LATER = 1013;

  private CloseCode() {}

  /** Whether a peer may send it: registered for the wire, or of libraries and applications. */
  static boolean mayBeSent(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
      default -> code >= 3000 && code <= 4999;
    };
  }
}
