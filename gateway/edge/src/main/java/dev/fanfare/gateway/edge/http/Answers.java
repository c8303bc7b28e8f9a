package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Puts answers on the wire. */
final class Answers {
  private Answers() {}

  /**
   * One buffer with everything.
   *
   * @param withBody not for a HEAD, which learns of the body's length only
   * @param connection what the header of this name says, if anything
   * @throws IllegalArgumentException when a header would break out of its line
   */
  static ByteBuf encode(
      ByteBufAllocator allocator,
      HttpAnswer answer,
      boolean withBody,
      Optional<String> connection) {
    int body = mayHaveBody(answer.status()) && withBody ? answer.body().length : 0;
    byte[] head =
        head(answer.status(), answer.headers(), lengthOf(answer.body().length), connection);
    ByteBuf buffer = allocator.directBuffer(head.length + body, head.length + body);
    return buffer.writeBytes(head).writeBytes(answer.body(), 0, body);
  }

  /**
   * The head of a response.
   *
   * @param framing the header that says where the body ends; left out where there is no body
   * @param connection what the header of this name says, if anything
   * @throws IllegalArgumentException when a header would break out of its line
   */
  static byte[] head(
      int status, Map<String, String> headers, String framing, Optional<String> connection) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ")
        .append(status)
        .append(' ')
        .append(HttpResponseStatus.valueOf(status).reasonPhrase())
        .append("\r\n");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      check(header.getKey());
      check(header.getValue());
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    if (mayHaveBody(status)) {
      head.append(framing);
    }
    connection.ifPresent(value -> head.append("connection: ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The header for a body of this length. */
  static String lengthOf(int body) {
    return "content-length: " + body + "\r\n";
  }

  private static boolean mayHaveBody(int status) {
    return status != 204 && status != 304;
  }

  private static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7F || c > 0xFF) {
        throw new IllegalArgumentException("A header holds a character that may not stand there");
      }
    }
  }
}
