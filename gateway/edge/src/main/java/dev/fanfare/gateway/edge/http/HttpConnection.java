package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.gate.Visit;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.Goodbye;
import dev.fanfare.gateway.edge.loop.TimedHandler;
import dev.fanfare.gateway.edge.loop.Wheel;
import dev.fanfare.gateway.edge.peers.Trust;
import dev.fanfare.gateway.edge.streaming.ResponseStream;
import dev.fanfare.gateway.edge.websocket.DeflateOffer;
import dev.fanfare.gateway.edge.websocket.WebSocketConnection;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.AsyncResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket as long as it speaks HTTP. Requests are taken one after the other; those that come
 * before the last was answered wait, up to a bound at which the socket is not read any further.
 * Everything happens on its loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write that fails closes the socket, and that is told
public final class HttpConnection extends TimedHandler implements ResponseStream.Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final Refused NO_PASS =
      new Refused(403, Fault.of(FaultCode.FORBIDDEN, "This listener is for gateways only."));
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Site site;
  private final EdgeLoop loop;
  private final Visit visit;
  private final boolean turnedAway;
  private final StrictDecoder decoder;
  private final Inbox inbox = new Inbox();
  private ChannelHandlerContext ctx;

  private State state = State.AWAITING;
  private boolean begun;
  private boolean pumping;

  // The request under way.
  private int serial;
  private RequestHead head;
  private String target = "";
  private Plan plan;
  private Body body;
  private Reply reply;
  private @Nullable ResponseStream stream;

  private enum State {
    /** Nothing of the next request's head has been understood yet. */
    AWAITING,
    BODY,
    /** Somebody is asked for the answer. */
    ASKING,
    /** Somebody is asked whether the WebSocket may be opened. */
    ADMITTING,
    WRITING,
    /** The response goes on. */
    STREAMING,
    /** The last answer is out; what still comes is thrown away. */
    ENDING,
    CLOSED
  }

  /**
   * A handler for a socket that has just been accepted. It brings its decoder along.
   *
   * @param turnedAway whether there are too many, so that any request is answered with a 503
   */
  @SuppressWarnings("NullAway.Init") // handlerAdded and begin come before what reads the fields
  public HttpConnection(Site site, EdgeLoop loop, Visit visit, boolean turnedAway) {
    this.site = site;
    this.loop = loop;
    this.visit = visit;
    this.turnedAway = turnedAway;
    this.body = new Body(0, false, site.turnstile().room());
    this.reply = Reply.toUnknown(site);
    this.decoder = new StrictDecoder(site.options(), this::bytesCame);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    this.ctx = ctx;
    ctx.pipeline().addBefore(ctx.name(), "http-decoder", decoder);
    arm(site.options().headDeadline());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (state == State.ENDING || state == State.CLOSED) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof ByteBuf bytes) {
      inbox.addRaw(bytes);
    } else {
      inbox.add(message);
      pump();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.CLOSED;
    loop.wheel().disarm(this);
    releaseAll();
    visit.left();
    if (stream != null) {
      stream.broken();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("A socket broke", cause);
    } else {
      LOG.error("A connection failed on our side", cause);
    }
    Goodbye.drop(ctx);
  }

  @Override
  protected void elapsed() {
    switch (state) {
      case AWAITING -> {
        if (begun) {
          refuse(Refused.of(408, "The head of the request did not come in time."));
        } else {
          Goodbye.drop(ctx);
        }
      }
      case BODY -> refuse(Refused.of(408, "The body of the request did not come in time."));
      case ASKING -> refuse(Refused.of(FaultCode.OUTCOME_UNKNOWN));
      case ADMITTING -> refuse(site.tooMany());
      case STREAMING -> {
        if (stream == null || stream.isStuck()) {
          Goodbye.drop(ctx);
        } else {
          arm(site.options().writeDeadline());
        }
      }
      case WRITING, ENDING -> Goodbye.drop(ctx);
      case CLOSED -> {}
    }
  }

  @Override
  public void endGently() {
    reply = reply.last();
    if (state == State.AWAITING && !begun) {
      hangUp();
    } else if (stream != null) {
      stream.endGently();
    }
  }

  @Override
  public void endNow() {
    Goodbye.drop(ctx);
  }

  private void bytesCame() {
    if (state == State.AWAITING && !begun) {
      begun = true;
      arm(site.options().headDeadline());
    }
  }

  /** Takes what waits, as far as the state allows. */
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while ((state == State.AWAITING || state == State.BODY) && !inbox.isEmpty()) {
        Object message = inbox.remove();
        try {
          if (message instanceof HttpRequest request) {
            begin(request);
          }
          if (message instanceof HttpContent part && state == State.BODY) {
            take(part);
          }
        } catch (RuntimeException broken) {
          fail(broken);
        } finally {
          ReferenceCountUtil.release(message);
        }
      }
    } finally {
      pumping = false;
    }
    boolean ours = state != State.ADMITTING && state != State.CLOSED;
    boolean full = inbox.isFull();
    if (ours && ctx.channel().config().isAutoRead() == full) {
      ctx.channel().config().setAutoRead(!full);
    }
  }

  private void fail(Throwable broken) {
    LOG.error("A request could not be answered", broken);
    switch (state) {
      case AWAITING, BODY, ASKING, ADMITTING -> refuse(Refused.of(FaultCode.INTERNAL));
      case WRITING, STREAMING, ENDING, CLOSED -> Goodbye.drop(ctx);
    }
  }

  private void begin(HttpRequest request) {
    serial++;
    begun = true;
    reply = Reply.to(site, request);
    switch (Heads.read(request, visit.address().getHostAddress())) {
      case Heads.Read.Bad bad -> refuse(bad.refused());
      case Heads.Read.Head(RequestHead read) -> {
        reply = reply.from(read.header("origin"));
        target = request.uri();
        Optional<RequestHead> entering = site.entering(request, read);
        if (turnedAway) {
          refuse(site.tooMany());
        } else if (entering.isEmpty()) {
          refuse(NO_PASS);
        } else {
          head = entering.get();
          begin(request, site.route(request, head, loop));
        }
      }
    }
  }

  private void begin(HttpRequest request, Plan route) {
    plan = route;
    if (route instanceof Plan.Refuse refuse) {
      refuse(refuse.refused());
    } else {
      expectBody(request, route.body(site.turnstile().room()));
    }
  }

  private void expectBody(HttpRequest request, Body expected) {
    body = expected;
    String announced = request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0");
    if (Long.parseLong(announced) > expected.maxBytes()) {
      tooLarge();
      return;
    }
    String expectation = request.headers().get(HttpHeaderNames.EXPECT, "");
    if (expectation.equalsIgnoreCase("100-continue")) {
      ctx.writeAndFlush(ctx.alloc().directBuffer(CONTINUE.length).writeBytes(CONTINUE));
    } else if (!expectation.isEmpty()) {
      refuse(Refused.of(417, "The only expectation that can be met here is 100-continue."));
      return;
    }
    state = State.BODY;
    arm(site.options().bodyDeadline());
  }

  private void take(HttpContent part) {
    if (part.decoderResult().isFailure()) {
      refuse(Refused.badRequest("The body is not framed as RFC 9112 has it."));
    } else {
      switch (body.take(part.content())) {
        case TOO_LONG -> tooLarge();
        case NO_ROOM -> refuse(site.tooMany());
        case YES -> {
          if (part instanceof LastHttpContent) {
            complete();
          }
        }
      }
    }
  }

  private void complete() {
    switch (plan) {
      case Plan.Fixed fixed -> answer(fixed.answer());
      case Plan.Open open -> admit();
      case Plan.Ask ask -> inquire(State.ASKING);
      case Plan.Stream streamed -> inquire(State.ASKING);
      case Plan.Carry carry -> inquire(State.ASKING);
      case Plan.Refuse refused -> throw new IllegalStateException("It was refused before");
    }
  }

  private void tooLarge() {
    if (plan instanceof Plan.Fixed fixed) {
      reply = reply.last();
      answer(fixed.answer());
    } else {
      refuse(Refused.tooLarge(body.maxBytes()));
    }
  }

  private void admit() {
    // What was decoded after it may have been the client's first frames.
    if (!inbox.isEmpty()) {
      refuse(Refused.badRequest("A request for a WebSocket is the last of its connection."));
      return;
    }
    ctx.channel().config().setAutoRead(false);
    ctx.pipeline().remove(decoder);
    inquire(State.ADMITTING);
  }

  /** Asks what is to be done, and goes on with the outcome on the loop. */
  private void inquire(State asking) {
    state = asking;
    arm(site.options().answerDeadline());
    int asked = serial;
    new Inquiry(site, loop, head, target)
        .about(plan, body.whole())
        .onComplete(
            done -> {
              if (loop.isCurrent()) {
                goOn(done, asking, asked);
              } else {
                loop.execute(() -> goOn(done, asking, asked));
              }
            });
  }

  private void goOn(AsyncResult<Outcome> done, State asking, int asked) {
    boolean inTime = state == asking && serial == asked;
    if (done.succeeded() && inTime) {
      act(done.result());
    } else if (done.succeeded()) {
      done.result().abandon();
    } else if (inTime) {
      fail(done.cause());
    } else {
      LOG.error("A request failed after its time", done.cause());
    }
  }

  private void act(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answer answer -> answer(answer.answer());
      case Outcome.Refuse refuse -> refuse(refuse.refused());
      case Outcome.Stream stream -> stream(stream.entrance(), stream.received());
      case Outcome.Open open -> handOver(open);
    }
  }

  private void stream(Admission.Entrance entrance, byte[] received) {
    state = State.STREAMING;
    arm(site.options().writeDeadline());
    reply = reply.streamed();
    ResponseStream opened = new ResponseStream(ctx, loop, reply.framing(), this);
    stream = opened;
    opened.open(entrance, received);
  }

  @Override
  public ByteBuf head(int status, Map<String, String> headers) {
    return reply.head(ctx.alloc(), status, withTrust(headers));
  }

  @Override
  public ByteBuf head(int status, Map<String, String> headers, int length) {
    return reply.head(ctx.alloc(), status, withTrust(headers), length);
  }

  @Override
  public ByteBuf unsaid(int code, String reason) {
    return reply.unsaid(ctx.alloc(), code, reason);
  }

  /** Another gateway learns that the client has shown who it is. */
  private Map<String, String> withTrust(Map<String, String> headers) {
    if (!site.isForGateways() || !visit.isTrusted()) {
      return headers;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(Trust.HEADER, "1");
    return all;
  }

  @Override
  public void trusted() {
    visit.trusted();
  }

  @Override
  public void closing() {
    if (state == State.STREAMING) {
      loop.wheel().arm(this, site.pace().flush());
    }
  }

  @Override
  public void ended() {
    stream = null;
    visit.strangeAgain();
    if (reply.lasts()) {
      next();
    } else {
      hangUp();
    }
  }

  private void handOver(Outcome.Open open) {
    ctx.channel().config().setAutoRead(true);
    state = State.CLOSED;
    loop.wheel().disarm(this);
    Optional<String> deflate =
        site.pace().options().deflate()
            ? DeflateOffer.answer(
                head.headers().getOrDefault("sec-websocket-extensions", List.of()))
            : Optional.empty();
    ctx.write(
        Upgrade.accept(ctx.alloc(), head, open.match().subprotocol(), deflate), ctx.voidPromise());
    var opened =
        WebSocketConnection.takeOver(
            ctx,
            loop,
            site.pace(),
            visit,
            site.turnstile().room(),
            open.entrance(),
            deflate.isPresent());
    inbox.removeRaw().forEach(opened::early);
    releaseAll();
  }

  private void refuse(Refused refused) {
    reply = reply.last();
    answer(site.answer(refused));
  }

  private void answer(HttpAnswer answer) {
    boolean lasts = reply.lasts();
    ByteBuf bytes;
    try {
      bytes = reply.whole(ctx.alloc(), answer, lasts);
    } catch (OutOfMemoryError none) {
      // Outside of the heap. Who hears nothing asks again; this answer is nobody else's affair.
      Goodbye.drop(ctx);
      return;
    }
    state = State.WRITING;
    arm(site.options().writeDeadline());
    ctx.writeAndFlush(bytes)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                Goodbye.drop(ctx);
              } else if (lasts) {
                next();
              } else {
                hangUp();
              }
            });
  }

  private void next() {
    state = State.AWAITING;
    reply = Reply.toUnknown(site);
    begun = !inbox.isEmpty();
    arm(begun ? site.options().headDeadline() : site.options().idle());
    pump();
  }

  /** Ends our side and waits a little for the client to hang up. */
  private void hangUp() {
    state = State.ENDING;
    releaseAll();
    arm(LINGER);
    ctx.channel().config().setAutoRead(true);
    Goodbye.endOutput(ctx);
  }

  private void releaseAll() {
    inbox.releaseAll();
    body.release();
  }

  private void arm(Duration deadline) {
    loop.wheel().arm(this, Wheel.ticks(deadline));
  }
}
