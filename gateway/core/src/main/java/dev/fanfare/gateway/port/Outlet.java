package dev.fanfare.gateway.port;

import java.util.Map;

/**
 * The way out to one connection. Only its loop touches it.
 *
 * <p>What waits for a slow reader is bounded by whoever sends: it asks {@link #waitingBytes()}.
 */
public interface Outlet {
  /**
   * Sends a frame that others may get too. The caller keeps its reference; the outlet takes its
   * own.
   *
   * @param deliveries how many messages the frame holds, counted as delivered when it was written
   *     to the socket
   * @return whether all of it was written to the socket already: then the caller counts, for all
   *     whom it sends to together; else the outlet tells its connection when it was
   */
  boolean send(SharedFrame frame, int deliveries);

  /**
   * Sends a payload to this connection alone.
   *
   * @param deliveries how many messages it holds; the outlet tells its connection when they were
   *     written
   */
  void send(byte[] payload, boolean binary, int deliveries);

  /**
   * Begins a response with this status and these headers, where the carrier is the response of an
   * HTTP request; others ignore it. Nothing after the first {@code send}.
   */
  default void begin(int status, Map<String, String> headers) {
    // A WebSocket has begun already.
  }

  /**
   * Stops taking in what the client sends, or goes on; without meaning where a carrier takes in one
   * request at a time. What was read from the socket already (one buffer at most) still comes.
   */
  default void reading(boolean on) {
    // Most carriers answer before they take in more.
  }

  /** Bytes that were sent and are not yet taken by the operating system. */
  long waitingBytes();

  /** How much may wait here now by what memory the process has left, whatever the app allows. */
  default long mostWaitingBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Calls back once, on the loop, when less than {@code bytes} wait; at once where it is so
   * already.
   */
  void whenBelow(long bytes, Runnable callback);

  /**
   * Ends the connection in an orderly way: everything sent before goes out first, within a
   * deadline.
   *
   * @param code the carrier's close code; for WebSockets 1000 or 4000 to 4999
   * @param reason at most 123 bytes of UTF-8
   */
  void close(int code, String reason);

  /** Whether anything sent now can still arrive. */
  boolean isOpen();

  /**
   * Says whether the app lets messages be compressed from now on; without meaning for a carrier or
   * client that cannot. It may change {@link #framing()}.
   */
  default void compress(boolean on) {
    // Most carriers never do.
  }

  /** The framing of this outlet's carrier. */
  Framing framing();
}
