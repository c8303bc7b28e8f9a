package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.Frames;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * One client that speaks {@code fanfare.v1}, in the form that its codec gives it. Its rules have
 * numbers in {@code docs/spec/native.md}.
 */
public final class FanfareConversation implements Conversation {
  /** Unreadable frames in a row after which the connection ends. */
  static final int MAX_STRIKES = 3;

  private enum State {
    EXPECTING_HELLO,
    GREETING,
    OPEN,
    CLOSED
  }

  /** The timers of a conversation. */
  enum Timer {
    HEARTBEAT
  }

  private final Codec codec;
  private final Replies replies;
  private final Clocks clocks;
  private final Optional<Presented> early;
  private final InFlight inFlight = new InFlight();
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private List<Subscribe> greeted = List.of();
  private State state = State.EXPECTING_HELLO;
  private Limits limits = Limits.DEFAULT;
  private Duration heartbeat = Duration.ofSeconds(25);
  private Sender sender = Sender.NOBODY;
  private long lastSentNanos;
  private long waitingBytes;
  private int strikes;

  /**
   * A conversation that has not begun.
   *
   * @param codec the form of its frames
   * @param early a credential that stood in the request already; a hello may then do without
   */
  public FanfareConversation(Codec codec, Clocks clocks, Optional<Presented> early) {
    this.codec = codec;
    this.replies = new Replies(codec);
    this.clocks = clocks;
    this.early = early;
  }

  @Override
  public List<Action> opened(Opening opening) {
    limits = opening.limits();
    heartbeat = opening.heartbeat();
    sender = new Sender(Optional.empty(), Optional.of(opening.connection()));
    return List.of();
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    List<Action> actions = new ArrayList<>();
    if (state == State.CLOSED) {
      return actions;
    }
    if (binary != codec.binary()) {
      strike(codec.wrongKind(), actions);
      return actions;
    }
    Frames frames = codec.frames(message);
    try {
      if (!frames.next()) {
        strike(codec.nothingInIt(), actions);
        return actions;
      }
      do {
        if (state == State.GREETING) {
          keep(Arrays.copyOfRange(message, frames.from(), frames.to()), actions);
        } else {
          frame(message, frames.from(), frames.to(), actions);
        }
      } while (state != State.CLOSED && frames.next());
    } catch (InvalidInput brokenOff) {
      strike(brokenOff.fault(), actions);
    }
    return actions;
  }

  private void keep(byte[] line, List<Action> actions) {
    waitingBytes += line.length + 64;
    if (waitingBytes > 2L * limits.batchBytes()) {
      end(
          Fault.of(
              FaultCode.TOO_MANY,
              "More was sent than is kept while hello is not answered. Wait for its reply."),
          actions);
      return;
    }
    waiting.add(line);
  }

  private void frame(byte[] message, int from, int to, List<Action> actions) {
    Fields frame;
    long i;
    try {
      frame = codec.read(message, from, to);
      if (frame.isEmpty()) {
        strikes = 0;
        return;
      }
      i =
          frame.need(
              frame.integer("i", 1, Fields.MAX_SAFE), "i", "a whole number from 1 to 2^53 - 1");
    } catch (InvalidInput unreadable) {
      strike(unreadable.fault(), actions);
      return;
    }
    strikes = 0;
    try {
      perform(i, RequestReader.read(frame, sender, limits.batchMessages()), actions);
    } catch (InvalidInput refused) {
      send(replies.refused(i, refused.fault()), actions);
    }
  }

  private void perform(long i, Request request, List<Action> actions) {
    Optional<Fault> objection = objection(i, request);
    if (objection.isPresent()) {
      send(replies.refused(i, objection.get()), actions);
      return;
    }
    switch (request) {
      case Request.Hello hello -> greet(i, hello, actions);
      case Request.Refresh refresh ->
          run(i, new Request.Ask(new Authenticate(refresh.credential()), plain()), actions);
      case Request.Ask ask -> run(i, ask, actions);
      case Request.Ping unused -> send(replies.time(i, clocks.wallMillis()), actions);
      case Request.Bye unused -> {
        send(replies.done(i), actions);
        close(new Action.Close(1000, "bye"), actions);
      }
    }
  }

  private Optional<Fault> objection(long i, Request request) {
    boolean hello = request instanceof Request.Hello;
    if (state == State.EXPECTING_HELLO && !hello) {
      return Optional.of(Fault.of(FaultCode.HELLO_EXPECTED));
    }
    if (state == State.OPEN && hello) {
      return Optional.of(
          Fault.of(
              FaultCode.CONFLICT,
              "Hello was said already. Send auth with a fresh token, or connect anew."));
    }
    return inFlight.objection(i);
  }

  private void greet(long i, Request.Hello hello, List<Action> actions) {
    Optional<Presented> credential = hello.credential().or(() -> early);
    if (credential.isEmpty()) {
      Fault fault =
          Fault.of(
              FaultCode.UNAUTHENTICATED,
              "Hello brought no credential. Send it again with a token, or a key as 'id:secret'.");
      send(replies.refused(i, fault), actions);
      return;
    }
    state = State.GREETING;
    greeted = hello.subscriptions();
    run(i, new Request.Ask(new Authenticate(credential.get()), new Shape.Greeting()), actions);
  }

  private void run(long i, Request.Ask ask, List<Action> actions) {
    inFlight.add(i);
    actions.add(new Action.Run(ask.command(), new Tag(i, ask.shape())));
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    List<Action> actions = new ArrayList<>();
    if (state == State.CLOSED) {
      return actions;
    }
    Tag request = (Tag) tag;
    if (request.shape() instanceof Shape.Greeting) {
      inFlight.remove(request.i());
      greeted(request, result, actions);
    } else {
      if (!(request.shape() instanceof Shape.Greeted)) {
        inFlight.remove(request.i());
      }
      if (result instanceof Result.Authenticated authenticated) {
        accept(authenticated);
      }
      send(replies.of(request, result), actions);
    }
    return actions;
  }

  private void greeted(Tag tag, Result result, List<Action> actions) {
    if (!(result instanceof Result.Authenticated authenticated)) {
      send(replies.of(tag, result), actions);
      if (result instanceof Result.Refused refused) {
        close(closing(refused.fault()), actions);
      }
      return;
    }
    accept(authenticated);
    state = State.OPEN;
    send(Greeting.reply(codec, tag.i(), sender, heartbeat, limits, clocks, authenticated), actions);
    actions.add(new Action.Start(Timer.HEARTBEAT, heartbeat));
    for (Subscribe subscribe : greeted) {
      actions.add(
          new Action.Run(subscribe, new Tag(tag.i(), new Shape.Greeted(subscribe.channel()))));
    }
    greeted = List.of();
    for (byte[] line = waiting.poll();
        line != null && state != State.CLOSED;
        line = waiting.poll()) {
      frame(line, 0, line.length, actions);
    }
    waitingBytes = 0;
  }

  private void accept(Result.Authenticated authenticated) {
    limits = authenticated.limits();
    sender = new Sender(authenticated.client(), sender.connection());
  }

  @Override
  public List<Action> elapsed(Object timer) {
    List<Action> actions = new ArrayList<>();
    if (state == State.CLOSED) {
      return actions;
    }
    switch ((Timer) timer) {
      case HEARTBEAT -> beat(actions);
    }
    return actions;
  }

  private void beat(List<Action> actions) {
    Duration silence = Duration.ofNanos(clocks.monotonicNanos() - lastSentNanos);
    if (silence.compareTo(heartbeat) >= 0) {
      send(codec.heartbeat(), actions);
      silence = Duration.ZERO;
    }
    actions.add(new Action.Start(Timer.HEARTBEAT, heartbeat.minus(silence)));
  }

  @Override
  public List<Action> told(Notice notice) {
    List<Action> actions = new ArrayList<>();
    if (state == State.CLOSED) {
      return actions;
    }
    switch (notice) {
      case Notice.Unsubscribed ended ->
          send(Farewells.unsubscribed(codec.writer(256), ended.channel(), ended.fault()), actions);
      case Notice.ExpiresSoon soon ->
          send(Farewells.expiresSoon(codec.writer(64), soon.in()), actions);
      case Notice.AppChanged changed -> limits = changed.limits();
      case Notice.Ending ending -> end(ending.fault(), actions);
    }
    return actions;
  }

  private void strike(Fault fault, List<Action> actions) {
    send(replies.unreadable(fault), actions);
    strikes++;
    if (strikes >= MAX_STRIKES) {
      end(Fault.of(FaultCode.TOO_MUCH_GARBAGE), actions);
    }
  }

  private void end(Fault fault, List<Action> actions) {
    send(Farewells.bye(codec.writer(256), fault), actions);
    close(closing(fault), actions);
  }

  private static Action.Close closing(Fault fault) {
    return new Action.Close(
        fault.code().closeCode(), fault.code().number() + " " + fault.code().slug());
  }

  private void close(Action.Close close, List<Action> actions) {
    state = State.CLOSED;
    waiting.clear();
    inFlight.clear();
    actions.add(close);
  }

  private void send(byte[] payload, List<Action> actions) {
    lastSentNanos = clocks.monotonicNanos();
    actions.add(new Action.Send(payload, codec.binary()));
  }

  private static Shape plain() {
    return new Shape.Plain();
  }
}
