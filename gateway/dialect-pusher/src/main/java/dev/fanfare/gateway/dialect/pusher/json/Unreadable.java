package dev.fanfare.gateway.dialect.pusher.json;

/**
 * What a client sent cannot be used; the message says what to do. Checked, so that the one place
 * that answers the client must catch it, and without a stack trace, since it is a normal day.
 */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  /** Input that is refused with a sentence. */
  public Unreadable(String message) {
    super(message, null, false, false);
  }

  /** What the client is told. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
