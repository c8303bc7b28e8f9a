package dev.fanfare.gateway.edge.websocket;

import java.time.Duration;

/**
 * What one WebSocket may do.
 *
 * @param strangerMessageBytes the longest message before the client has shown who it is
 * @param maxFragments of one message; more close with 1008
 * @param controlFramesPerSecond pings and pongs; more close with 1008
 * @param heartbeat a ping goes out after this silence of the client, and after 1.5 times it the
 *     connection counts as dead and is closed
 * @param messageDeadline from the first byte of a message to its last; later closes with 1008
 * @param flushDeadline how long what waits may take to go out once the connection is to be closed
 * @param closeDeadline how long the peer may take to say goodbye
 * @param deflate whether clients that offer permessage-deflate (RFC 7692) get it
 */
public record WebSocketOptions(
    int strangerMessageBytes,
    int maxFragments,
    int controlFramesPerSecond,
    Duration heartbeat,
    Duration messageDeadline,
    Duration flushDeadline,
    Duration closeDeadline,
    boolean deflate) {

  /** Good for clients on phones and servers alike. */
  public static final WebSocketOptions DEFAULT =
      new WebSocketOptions(
          131_072,
          4_096,
          50,
          Duration.ofSeconds(25),
          Duration.ofMinutes(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          false);

  /** The same with another time of silence after which a client is asked for a sign of life. */
  public WebSocketOptions withHeartbeat(Duration other) {
    return new WebSocketOptions(
        strangerMessageBytes,
        maxFragments,
        controlFramesPerSecond,
        other,
        messageDeadline,
        flushDeadline,
        closeDeadline,
        deflate);
  }

  /** The same with another number of frames that one message may come in. */
  public WebSocketOptions withMaxFragments(int most) {
    return new WebSocketOptions(
        strangerMessageBytes,
        most,
        controlFramesPerSecond,
        heartbeat,
        messageDeadline,
        flushDeadline,
        closeDeadline,
        deflate);
  }

  /** The same with another time in which a message must be whole. */
  public WebSocketOptions withMessageDeadline(Duration other) {
    return new WebSocketOptions(
        strangerMessageBytes,
        maxFragments,
        controlFramesPerSecond,
        heartbeat,
        other,
        flushDeadline,
        closeDeadline,
        deflate);
  }

  /** The same with other times in which what waits has to leave, and a close to be answered. */
  public WebSocketOptions withDeadlines(Duration flush, Duration close) {
    return new WebSocketOptions(
        strangerMessageBytes,
        maxFragments,
        controlFramesPerSecond,
        heartbeat,
        messageDeadline,
        flush,
        close,
        deflate);
  }

  /** The same with permessage-deflate, or without. */
  public WebSocketOptions withDeflate(boolean on) {
    return new WebSocketOptions(
        strangerMessageBytes,
        maxFragments,
        controlFramesPerSecond,
        heartbeat,
        messageDeadline,
        flushDeadline,
        closeDeadline,
        on);
  }

  public WebSocketOptions {
    atLeastOne("strangerMessageBytes", strangerMessageBytes);
    atLeastOne("maxFragments", maxFragments);
    atLeastOne("controlFramesPerSecond", controlFramesPerSecond);
    atLeastOneTick("heartbeat", heartbeat);
    atLeastOneTick("messageDeadline", messageDeadline);
    atLeastOneTick("flushDeadline", flushDeadline);
    atLeastOneTick("closeDeadline", closeDeadline);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1: " + value);
    }
  }

  private static void atLeastOneTick(String name, Duration value) {
    if (value.toMillis() < 100) {
      throw new IllegalArgumentException(name + " is at least 100 ms: " + value);
    }
  }
}
