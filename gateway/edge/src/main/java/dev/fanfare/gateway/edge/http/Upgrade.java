package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's side of the opening handshake, RFC 6455 section 4.2. */
final class Upgrade {
  private static final byte[] GUID =
      "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 16;

  private Upgrade() {}

  /** Whether a request wants to become a WebSocket, rightly or not. */
  static boolean isAskedFor(Map<String, List<String>> headers) {
    return hasToken(headers, "upgrade", "websocket");
  }

  /** Why the handshake is not in order, if so. */
  static Optional<Refused> judge(HttpRequest request, RequestHead head) {
    if (!request.method().name().equals("GET")
        || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return refused("A WebSocket begins with a GET of HTTP/1.1.");
    }
    if (!hasToken(head.headers(), "connection", "upgrade")) {
      return refused("A WebSocket begins with 'Connection: Upgrade'.");
    }
    if (head.headers().containsKey("transfer-encoding")
        || !head.header("content-length").orElse("0").equals("0")) {
      return refused("The request that begins a WebSocket has no body.");
    }
    List<String> versions = head.headers().getOrDefault("sec-websocket-version", List.of());
    if (versions.size() != 1 || !versions.get(0).trim().equals("13")) {
      return Optional.of(
          new Refused(
              426,
              Fault.of(
                  FaultCode.UPGRADE_REQUIRED, "The version of WebSockets spoken here is 13.")));
    }
    List<String> keys = head.headers().getOrDefault("sec-websocket-key", List.of());
    if (keys.size() != 1 || !isKey(keys.get(0).trim())) {
      return refused("Sec-WebSocket-Key is 16 random bytes in Base64, once.");
    }
    return Optional.empty();
  }

  /** The answer that turns the connection into a WebSocket. */
  static ByteBuf accept(
      ByteBufAllocator allocator,
      RequestHead head,
      Optional<String> protocol,
      Optional<String> extension) {
    String key = head.header("sec-websocket-key").orElseThrow().trim();
    StringBuilder answer = new StringBuilder(192);
    answer
        .append("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n")
        .append("sec-websocket-accept: ")
        .append(acceptOf(key))
        .append("\r\n");
    protocol.ifPresent(
        name -> answer.append("sec-websocket-protocol: ").append(name).append("\r\n"));
    extension.ifPresent(
        agreed -> answer.append("sec-websocket-extensions: ").append(agreed).append("\r\n"));
    byte[] bytes = answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    return allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
  }

  static String acceptOf(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(key.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(sha1.digest(GUID));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-1", impossible);
    }
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static boolean hasToken(Map<String, List<String>> headers, String name, String token) {
    for (String value : headers.getOrDefault(name, List.of())) {
      for (String part : value.split(",", -1)) {
        if (part.trim().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Refused> refused(String message) {
    return Optional.of(Refused.badRequest(message));
  }
}
