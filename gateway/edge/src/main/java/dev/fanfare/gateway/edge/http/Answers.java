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
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ")
        .append(answer.status())
        .append(' ')
        .append(HttpResponseStatus.valueOf(answer.status()).reasonPhrase())
        .append("\r\n");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      check(header.getKey());
      check(header.getValue());
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    boolean mayHaveBody = answer.status() != 204 && answer.status() != 304;
    if (mayHaveBody) {
      head.append("content-length: ").append(answer.body().length).append("\r\n");
    }
    connection.ifPresent(value -> head.append("connection: ").append(value).append("\r\n"));
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    int body = mayHaveBody && withBody ? answer.body().length : 0;
    ByteBuf buffer = allocator.directBuffer(bytes.length + body, bytes.length + body);
    return buffer.writeBytes(bytes).writeBytes(answer.body(), 0, body);
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
