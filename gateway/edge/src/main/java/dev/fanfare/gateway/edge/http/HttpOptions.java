package dev.fanfare.gateway.edge.http;

import java.time.Duration;

/**
 * What one HTTP connection may do.
 *
 * @param firstLineBytes the longest request line; longer ones are answered with 414
 * @param headerBytes all headers of a request together; more are answered with 431
 * @param headDeadline from the first byte of a request (of the connection, for the first request)
 *     to the end of its head; later is answered with 408
 * @param bodyDeadline from there to the end of the body; later is answered with 408
 * @param answerDeadline for whoever answers; later is answered with 504
 * @param writeDeadline for the client to take the answer
 * @param idle how long a connection is kept without a request
 */
public record HttpOptions(
    int firstLineBytes,
    int headerBytes,
    Duration headDeadline,
    Duration bodyDeadline,
    Duration answerDeadline,
    Duration writeDeadline,
    Duration idle) {

  /** Long enough for slow networks and long publishes in a URL. */
  public static final HttpOptions DEFAULT =
      new HttpOptions(
          131_072,
          16_384,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75));

  public HttpOptions {
    inBounds("firstLineBytes", firstLineBytes);
    inBounds("headerBytes", headerBytes);
    atLeastOneTick("headDeadline", headDeadline);
    atLeastOneTick("bodyDeadline", bodyDeadline);
    atLeastOneTick("answerDeadline", answerDeadline);
    atLeastOneTick("writeDeadline", writeDeadline);
    atLeastOneTick("idle", idle);
  }

  /** The same with longer or shorter headers. */
  public HttpOptions headerBytes(int bytes) {
    return new HttpOptions(
        firstLineBytes, bytes, headDeadline, bodyDeadline, answerDeadline, writeDeadline, idle);
  }

  /** The same with another time in which a response has to leave. */
  public HttpOptions withWriteDeadline(Duration other) {
    return new HttpOptions(
        firstLineBytes, headerBytes, headDeadline, bodyDeadline, answerDeadline, other, idle);
  }

  private static void inBounds(String name, int value) {
    if (value < 1_024 || value > 1_048_576) {
      throw new IllegalArgumentException(name + " is between 1 KiB and 1 MiB: " + value);
    }
  }

  private static void atLeastOneTick(String name, Duration value) {
    if (value.toMillis() < 100) {
      throw new IllegalArgumentException(name + " is at least 100 ms: " + value);
    }
  }
}
