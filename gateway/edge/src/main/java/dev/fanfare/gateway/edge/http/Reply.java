package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.edge.streaming.ResponseFraming;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one request is answered on the wire: with its body or, to a HEAD, without, readable for the
 * page that asked, and saying what becomes of the connection. An answer of ours that cannot be put
 * on the wire becomes a 500.
 *
 * @param old whether HTTP/1.0 is spoken, in which only the end of the connection ends a response
 *     that goes on
 * @param wantsMore whether the client, and we, would keep the connection
 * @param origin the page that asks
 */
record Reply(Site site, boolean withBody, boolean old, boolean wantsMore, Optional<String> origin) {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  /** To a request of which nothing is known yet. */
  static Reply toUnknown(Site site) {
    return new Reply(site, true, false, true, Optional.empty());
  }

  /** To a request of which only this is known to be in order. */
  static Reply to(Site site, HttpRequest request) {
    return new Reply(
        site,
        !request.method().name().equals("HEAD"),
        request.protocolVersion().equals(HttpVersion.HTTP_1_0),
        HttpUtil.isKeepAlive(request),
        Optional.empty());
  }

  Reply from(Optional<String> page) {
    return new Reply(site, withBody, old, wantsMore, page);
  }

  /** The same, as the last one of its connection. */
  Reply last() {
    return new Reply(site, withBody, old, false, origin);
  }

  /** The same, as a response that goes on. */
  Reply streamed() {
    return old ? last() : this;
  }

  /** How the parts of a response that goes on are told apart. */
  ResponseFraming framing() {
    return old ? ResponseFraming.PLAIN : ResponseFraming.CHUNKED;
  }

  /** Whether the connection goes on behind it, as things stand. */
  boolean lasts() {
    return wantsMore && !site.turnstile().draining();
  }

  /**
   * A whole answer.
   *
   * @param lasts whether the connection goes on, which is said where it is not understood by itself
   */
  ByteBuf whole(ByteBufAllocator allocator, HttpAnswer answer, boolean lasts) {
    Optional<String> connection = lasts && old ? Optional.of("keep-alive") : closing(lasts);
    try {
      return Answers.encode(allocator, readable(answer), withBody, connection);
    } catch (IllegalArgumentException broken) {
      LOG.error("An answer cannot be sent", broken);
      HttpAnswer instead = site.answer(Refused.of(FaultCode.INTERNAL));
      return Answers.encode(allocator, instead, withBody, connection);
    }
  }

  /** The head of a response that goes on. */
  ByteBuf head(ByteBufAllocator allocator, int status, Map<String, String> headers) {
    return head(allocator, status, headers, old ? "" : "transfer-encoding: chunked\r\n");
  }

  /** The head of a response whose body has this length. */
  ByteBuf head(ByteBufAllocator allocator, int status, Map<String, String> headers, int length) {
    return head(allocator, status, headers, Answers.lengthOf(length));
  }

  /**
   * A whole answer for a conversation that was closed before it said anything.
   *
   * @param code the close code
   */
  ByteBuf unsaid(ByteBufAllocator allocator, int code, String reason) {
    int status = code >= 4_400 && code < 4_600 ? code - 4_000 : 503;
    Fault fault =
        status < 500
            ? Fault.of(FaultCode.MALFORMED, reason)
            : Fault.of(status == 500 ? FaultCode.INTERNAL : FaultCode.UNAVAILABLE);
    return whole(allocator, site.answer(new Refused(status, fault)), lasts());
  }

  private ByteBuf head(
      ByteBufAllocator allocator, int status, Map<String, String> headers, String framing) {
    HttpAnswer readable = readable(new HttpAnswer(status, headers, new byte[0]));
    Optional<String> connection = closing(lasts());
    byte[] head;
    try {
      head = Answers.head(status, readable.headers(), framing, connection);
    } catch (IllegalArgumentException broken) {
      LOG.error("A response cannot begin so", broken);
      head = Answers.head(500, Map.of(), framing, connection);
    }
    return allocator.directBuffer(head.length, head.length).writeBytes(head);
  }

  private static Optional<String> closing(boolean lasts) {
    return lasts ? Optional.empty() : Optional.of("close");
  }

  private HttpAnswer readable(HttpAnswer answer) {
    return origin.isPresent() && site.gatekeeper().allowsOrigin(origin.get())
        ? Cors.readable(answer, origin.get())
        : answer;
  }
}
