package dev.fanfare.gateway.edge.gate;

/** Who hears what one client sends. Called on the connection's loop only. */
public interface Connection {
  /**
   * A whole message came. Text is valid UTF-8. Not called after {@link #closed} nor after the
   * server has begun to close.
   *
   * @param message belongs to the receiver
   */
  void received(byte[] message, boolean binary);

  /**
   * So many messages were taken by the operating system, of those that were counted in the calls of
   * {@code Outlet.send} and that it had not said to be taken at once. What is still waiting when
   * the connection ends is never reported.
   *
   * @param bytes of the frames that held them
   */
  void delivered(int messages, long bytes);

  /**
   * The peer has answered nothing for too long, and is dropped right after this, unless the
   * connection is closed here with a word for a peer that listens after all: then when that has
   * gone out, or soon.
   */
  default void unanswered() {}

  /**
   * The connection is over; the last call, made once.
   *
   * @param clean whether both sides said goodbye
   * @param code the close code: the peer's where it closed first (1005: it gave none), ours where
   *     we did, 1006 where the connection broke
   */
  void closed(boolean clean, int code);
}
