package dev.fanfare.gateway.edge.http;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.edge.carried.Carry;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.edge.loop.Goodbye;
import dev.fanfare.gateway.edge.loop.TimedHandler;
import dev.fanfare.gateway.edge.loop.Wheel;
import dev.fanfare.gateway.edge.peers.Peers;
import dev.fanfare.gateway.edge.peers.Trust;
import dev.fanfare.gateway.edge.streaming.ResponseFraming;
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
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** How much is read of a body that nobody wants, to keep the connection. */
  private static final int UNWANTED_BYTES = 65_536;

  private static final Refused NO_PASS =
      new Refused(403, Fault.of(FaultCode.FORBIDDEN, "This listener is for gateways only."));
  private static final Refused NO_TEXT = Refused.badRequest("The body is not valid UTF-8.");

  private static final Duration PEER_DEADLINE = Duration.ofSeconds(5);
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Site site;
  private final EdgeLoop loop;
  private final InetAddress address;
  private final boolean turnedAway;
  private final StrictDecoder decoder;
  private final Inbox inbox = new Inbox();
  private ChannelHandlerContext ctx;

  private State state = State.AWAITING;
  private boolean begun;
  private boolean pumping;
  private boolean handedOver;

  // The request under way.
  private int serial;
  private RequestHead head;
  private String target = "";
  private Plan plan;
  private Body body;
  private boolean keepAlive;
  private boolean keepAliveIsSaid;
  private boolean answerHasBody = true;
  private Optional<String> origin = Optional.empty();
  private @Nullable ResponseStream stream;
  private boolean trusted;

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
  public HttpConnection(Site site, EdgeLoop loop, InetAddress address, boolean turnedAway) {
    this.site = site;
    this.loop = loop;
    this.address = address;
    this.turnedAway = turnedAway;
    this.body = new Body(0, false, site.turnstile().room());
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
    if (!handedOver) {
      site.turnstile().left(address, !trusted);
    }
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
    keepAlive = false;
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
    answerHasBody = !request.method().name().equals("HEAD");
    keepAlive = HttpUtil.isKeepAlive(request);
    keepAliveIsSaid = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    switch (Heads.read(request, address.getHostAddress())) {
      case Heads.Read.Bad bad -> refuse(bad.refused());
      case Heads.Read.Head(RequestHead read) -> {
        origin = read.header("origin");
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
    switch (route) {
      case Plan.Refuse refused -> refuse(refused.refused());
      case Plan.Open open -> expectBody(request, new Body(0, false, site.turnstile().room()));
      case Plan.Fixed fixed ->
          expectBody(request, new Body(UNWANTED_BYTES, false, site.turnstile().room()));
      case Plan.Ask ask ->
          expectBody(request, new Body(ask.match().maxBodyBytes(), true, site.turnstile().room()));
      case Plan.Carry carry ->
          expectBody(
              request, new Body(carry.match().maxBodyBytes(), true, site.turnstile().room()));
      case Plan.Stream streamed ->
          expectBody(
              request, new Body(streamed.match().maxBodyBytes(), true, site.turnstile().room()));
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
      case Plan.Ask ask -> ask(ask);
      case Plan.Open open -> admit(open);
      case Plan.Stream streamed -> admit(streamed);
      case Plan.Carry carry -> carry(carry);
      case Plan.Refuse refused -> throw new IllegalStateException("It was refused before");
    }
  }

  private void tooLarge() {
    if (plan instanceof Plan.Fixed fixed) {
      keepAlive = false;
      answer(fixed.answer());
    } else {
      refuse(Refused.tooLarge(body.maxBytes()));
    }
  }

  private void ask(Plan.Ask ask) {
    state = State.ASKING;
    arm(site.options().answerDeadline());
    await(
        site.gatekeeper().exchange(ask.match(), head, body.whole()),
        State.ASKING,
        this::answer,
        late -> {});
  }

  private void admit(Plan.Open open) {
    // What was decoded after it may have been the client's first frames.
    if (!inbox.isEmpty()) {
      refuse(Refused.badRequest("A request for a WebSocket is the last of its connection."));
      return;
    }
    state = State.ADMITTING;
    arm(site.options().answerDeadline());
    ctx.channel().config().setAutoRead(false);
    ctx.pipeline().remove(decoder);
    await(
        site.gatekeeper().admit(open.match(), head),
        State.ADMITTING,
        admission -> {
          switch (admission) {
            case Admission.Granted(Admission.Entrance entrance) -> handOver(open, entrance);
            case Admission.Refused(var fault) ->
                refuse(new Refused(fault.code().httpStatus(), fault));
          }
        },
        late -> {
          if (late instanceof Admission.Granted(Admission.Entrance entrance)) {
            entrance.abandoned();
          }
        });
  }

  private void admit(Plan.Stream plan) {
    state = State.ASKING;
    arm(site.options().answerDeadline());
    byte[] whole = body.whole();
    if (!Text.isUtf8(whole)) {
      answer(site.answer(NO_TEXT));
      return;
    }
    await(
        site.gatekeeper().admit(plan.match(), head),
        State.ASKING,
        admission -> {
          switch (admission) {
            case Admission.Granted(Admission.Entrance entrance) -> stream(entrance, whole);
            case Admission.Refused(var fault) ->
                answer(site.answer(new Refused(fault.code().httpStatus(), fault)));
          }
        },
        late -> {
          if (late instanceof Admission.Granted(Admission.Entrance entrance)) {
            entrance.abandoned();
          }
        });
  }

  private void carry(Plan.Carry plan) {
    state = State.ASKING;
    arm(site.options().answerDeadline());
    byte[] whole = body.whole();
    if (!Text.isUtf8(whole)) {
      answer(site.answer(NO_TEXT));
      return;
    }
    await(
        site.carriers().carry(plan.match(), head, whole, loop, site.bounds(plan)),
        State.ASKING,
        carried -> {
          switch (carried) {
            case Carry.Answered(HttpAnswer answer) -> answer(answer);
            case Carry.Received(Admission.Entrance entrance) -> stream(entrance, new byte[0]);
            case Carry.Elsewhere elsewhere -> askPeer(plan.match(), elsewhere, whole);
          }
        },
        late -> {
          if (late instanceof Carry.Received(Admission.Entrance entrance)) {
            entrance.abandoned();
          }
        });
  }

  private void askPeer(Match.Carried match, Carry.Elsewhere elsewhere, byte[] whole) {
    Duration longest =
        match.carriage() instanceof Carriage.Polls polls ? polls.longest() : Duration.ZERO;
    Peers.Errand errand =
        new Peers.Errand(
            elsewhere.owner(),
            elsewhere.address(),
            head,
            target,
            whole,
            longest.plus(PEER_DEADLINE),
            match.unknown());
    stream(site.peers().orElseThrow().entrance(errand), new byte[0]);
  }

  private void stream(Admission.Entrance entrance, byte[] received) {
    state = State.STREAMING;
    arm(site.options().writeDeadline());
    ResponseFraming framing = keepAliveIsSaid ? ResponseFraming.PLAIN : ResponseFraming.CHUNKED;
    keepAlive = keepAlive && !keepAliveIsSaid;
    ResponseStream opened = new ResponseStream(ctx, loop, framing, this);
    stream = opened;
    opened.open(entrance, received);
  }

  @Override
  public ByteBuf head(int status, Map<String, String> headers) {
    return head(status, headers, keepAliveIsSaid ? "" : "transfer-encoding: chunked\r\n");
  }

  @Override
  public ByteBuf head(int status, Map<String, String> headers, int length) {
    return head(status, headers, Answers.lengthOf(length));
  }

  private ByteBuf head(int status, Map<String, String> headers, String framing) {
    HttpAnswer plain = new HttpAnswer(status, headers, new byte[0]);
    HttpAnswer readable = readable(site.isForGateways() && trusted ? trusting(plain) : plain);
    Optional<String> connection = isLasting() ? Optional.empty() : Optional.of("close");
    byte[] head;
    try {
      head = Answers.head(status, readable.headers(), framing, connection);
    } catch (IllegalArgumentException broken) {
      LOG.error("A response cannot begin so", broken);
      head = Answers.head(500, Map.of(), framing, connection);
    }
    return ctx.alloc().directBuffer(head.length, head.length).writeBytes(head);
  }

  private static HttpAnswer trusting(HttpAnswer answer) {
    return answer.with(Trust.HEADER, "1");
  }

  @Override
  public ByteBuf unsaid(int code, String reason) {
    int status = code >= 4_400 && code < 4_600 ? code - 4_000 : 503;
    Fault fault =
        status < 500
            ? Fault.of(FaultCode.MALFORMED, reason)
            : Fault.of(status == 500 ? FaultCode.INTERNAL : FaultCode.UNAVAILABLE);
    return encode(readable(site.answer(new Refused(status, fault))), isLasting());
  }

  @Override
  public void trusted() {
    if (!trusted) {
      trusted = true;
      site.turnstile().trusted(address);
    }
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
    if (trusted) {
      trusted = false;
      site.turnstile().strangeAgain(address);
    }
    if (isLasting()) {
      next();
    } else {
      hangUp();
    }
  }

  private void handOver(Plan.Open open, Admission.Entrance entrance) {
    handedOver = true;
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
            ctx, loop, site.pace(), site.turnstile(), address, entrance, deflate.isPresent());
    inbox.removeRaw().forEach(opened::early);
    releaseAll();
  }

  /**
   * Goes on with a result on the loop.
   *
   * @param tooLate gets it when the connection does not wait for it any more
   */
  private <T> void await(Future<T> future, State asking, Consumer<T> result, Consumer<T> tooLate) {
    int asked = serial;
    future.onComplete(
        done -> {
          if (loop.isCurrent()) {
            goOn(done, state == asking && serial == asked, result, tooLate);
          } else {
            loop.execute(() -> goOn(done, state == asking && serial == asked, result, tooLate));
          }
        });
  }

  private <T> void goOn(
      io.vertx.core.AsyncResult<T> done, boolean inTime, Consumer<T> result, Consumer<T> tooLate) {
    if (done.succeeded()) {
      (inTime ? result : tooLate).accept(done.result());
    } else if (inTime) {
      fail(done.cause());
    } else {
      LOG.error("A request failed after its time", done.cause());
    }
  }

  private void refuse(Refused refused) {
    keepAlive = false;
    answer(site.answer(refused));
  }

  private void answer(HttpAnswer answer) {
    boolean lasts = isLasting();
    ByteBuf bytes = encode(readable(answer), lasts);
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

  private boolean isLasting() {
    return keepAlive && !site.turnstile().draining();
  }

  private HttpAnswer readable(HttpAnswer answer) {
    return origin.isPresent() && site.gatekeeper().allowsOrigin(origin.get())
        ? Cors.readable(answer, origin.get())
        : answer;
  }

  private ByteBuf encode(HttpAnswer answer, boolean lasts) {
    Optional<String> connection =
        lasts
            ? keepAliveIsSaid ? Optional.of("keep-alive") : Optional.empty()
            : Optional.of("close");
    try {
      return Answers.encode(ctx.alloc(), answer, answerHasBody, connection);
    } catch (IllegalArgumentException broken) {
      LOG.error("An answer cannot be sent", broken);
      HttpAnswer instead = site.answer(Refused.of(FaultCode.INTERNAL));
      return Answers.encode(ctx.alloc(), instead, answerHasBody, connection);
    }
  }

  private void next() {
    state = State.AWAITING;
    answerHasBody = true;
    origin = Optional.empty();
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
