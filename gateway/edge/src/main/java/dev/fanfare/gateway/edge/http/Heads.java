package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges the head of a request (RFC 9112) and puts it into our terms. */
final class Heads {
  /** A head, or why it is refused. */
  sealed interface Read {
    /** It is in order. */
    record Head(RequestHead head) implements Read {}

    /** It is not, and where the next request begins is uncertain. */
    record Bad(Refused refused) implements Read {}
  }

  private static final int MAX_HEADERS = 200;
  private static final Refused TOO_LONG =
      Refused.of(431, "The headers are too long. Send fewer or shorter ones.");

  private Heads() {}

  static Read read(HttpRequest request, String remoteAddress) {
    Optional<Refused> refused = judge(request);
    if (refused.isPresent()) {
      return new Read.Bad(refused.get());
    }
    String target = originForm(request.uri());
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    Optional<List<String>> segments = PercentDecoding.segments(path);
    Optional<Map<String, List<String>>> parameters = PercentDecoding.query(query);
    if (!path.startsWith("/") || segments.isEmpty() || parameters.isEmpty()) {
      return new Read.Bad(
          Refused.badRequest(
              "The address could not be read. Percent-encode its UTF-8, as in /v1/caf%C3%A9."));
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (Map.Entry<String, String> header : request.headers()) {
      headers
          .computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), key -> new ArrayList<>(1))
          .add(header.getValue());
    }
    // What a HEAD is answered with is what a GET would be.
    String method = request.method().name();
    return new Read.Head(
        new RequestHead(
            method.equals("HEAD") ? "GET" : method,
            path,
            segments.get(),
            parameters.get(),
            headers,
            Upgrade.isAskedFor(headers),
            remoteAddress));
  }

  private static Optional<Refused> judge(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(undecodable(request.decoderResult().cause()));
    }
    if (request.headers().size() > MAX_HEADERS) {
      return Optional.of(TOO_LONG);
    }
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return Optional.of(Refused.of(505, "Only HTTP/1.1 is spoken here."));
    }
    if (request.method().name().equals("CONNECT")) {
      return Optional.of(
          new Refused(405, Fault.of(FaultCode.METHOD_NOT_ALLOWED, "This server is no proxy.")));
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1 || (hosts.isEmpty() && version.equals(HttpVersion.HTTP_1_1))) {
      return Optional.of(Refused.badRequest("A request has exactly one Host header."));
    }
    if (hosts.size() == 1 && !isHost(hosts.get(0))) {
      return Optional.of(Refused.badRequest("The Host header is a name or address, and a port."));
    }
    return judgeFraming(request);
  }

  private static Optional<Refused> judgeFraming(HttpRequest request) {
    List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (encodings.isEmpty()) {
      return Optional.empty();
    }
    if (encodings.size() > 1 || !encodings.get(0).trim().equalsIgnoreCase("chunked")) {
      return Optional.of(Refused.of(501, "The only transfer coding that is read here is chunked."));
    }
    if (request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        || request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return Optional.of(
          Refused.badRequest("Transfer-Encoding does not go with Content-Length or HTTP/1.0."));
    }
    return Optional.empty();
  }

  private static Refused undecodable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException tooLong ->
          Refused.of(414, "The request line is too long. Send the content in a body.");
      case TooLongFrameException tooLong -> TOO_LONG;
      case Throwable other -> Refused.badRequest("This is not HTTP/1.1 as RFC 9112 has it.");
    };
  }

  /** {@code http://host/path} is as good as {@code /path}. */
  private static String originForm(String target) {
    String lower = target.length() < 8 ? "" : target.substring(0, 8).toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.equals("https://")) {
      return target;
    }
    int from = lower.startsWith("http://") ? 7 : 8;
    for (int i = from; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/') {
        return target.substring(i);
      }
      if (c == '?') {
        return "/" + target.substring(i);
      }
    }
    return "/";
  }

  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~:[]%!$&'()*+,;=".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
