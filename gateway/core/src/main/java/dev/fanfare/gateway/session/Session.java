package dev.fanfare.gateway.session;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.session.Identity.Member;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. What it sends becomes commands, what happens to it becomes frames, through
 * the conversation of its dialect; who it is says its {@link Identity}, what it asks for and
 * follows keep its {@link Requests}. Touched on its own loop only, so nothing in it is
 * synchronized.
 */
public final class Session {
  /** What a refusal for speed takes of the app's share: who asks too fast is heard less often. */
  private static final int TOO_FAST_UNITS = 14;

  /** What may wait for a client that is not known yet. */
  private static final long STRANGERS_OUTBOX_BYTES = 256 << 10;

  private final ConnectionId id;
  private final Conversation conversation;
  private final String dialect;
  private final Outlet outlet;
  private final Loop loop;
  private final Sessions sessions;
  private final Deliveries.OnLoop deliveries;
  private final Turns turns;
  private final Identity identity;
  private final Requests requests;
  private final Map<Object, Subscription> timers = new HashMap<>(4);
  private @Nullable AppId app; // once the client is known
  private @Nullable Intake intake; // made when a message, or its client, has to wait
  private long outboxBytes = STRANGERS_OUTBOX_BYTES;
  private boolean ending;
  private boolean ended;
  private boolean comesBack;

  Session(
      ConnectionId id,
      String dialect,
      Conversation conversation,
      Encoding encoding,
      Outlet outlet,
      Loop loop,
      Optional<String> origin,
      Consumer<Limits> admitted,
      Sessions sessions) {
    this.id = id;
    this.dialect = dialect;
    this.conversation = conversation;
    this.outlet = outlet;
    this.loop = loop;
    this.sessions = sessions;
    this.deliveries = sessions.deliveries(loop);
    this.turns = sessions.turns(loop);
    this.identity = new Identity(this, sessions, origin, admitted);
    this.requests = new Requests(this, sessions, identity, encoding);
  }

  /** The connection's name. */
  public ConnectionId id() {
    return id;
  }

  /** The connection is open; the first call. */
  void open() {
    sessions.telemetry().connectionOpened(dialect);
    identity.open();
    perform(
        conversation.opened(
            new Conversation.Opening(id, Limits.DEFAULT, sessions.settings().heartbeat())));
  }

  /** A whole message came. */
  public void received(byte[] message, boolean binary) {
    if (!ended) {
      sessions.telemetry().received();
      if (app == null) {
        perform(conversation.received(message, binary));
      } else {
        take(app, message, binary);
      }
    }
  }

  /** Handles a message in this turn of the loop, or in a later one where its app had its share. */
  private void take(AppId of, byte[] message, boolean binary) {
    boolean others = intake != null && !intake.isEmpty();
    if (!others && turns.left(of) > 0) {
      turns.worked(of, Intake.units(message));
      perform(conversation.received(message, binary));
      return;
    }
    intake().keep(of, message, binary).ifPresent(this::end);
  }

  private Intake intake() {
    Intake present = intake;
    if (present == null) {
      present = new Intake(turns, loop, outlet, new Delayed());
      intake = present;
    }
    return present;
  }

  /**
   * The connection is gone; the last call. Idempotent.
   *
   * @param clean whether the client said goodbye: then it is gone at once for others too, else
   *     after the grace time
   */
  public void closed(boolean clean) {
    if (!ended && intake != null && !intake.isEmpty()) {
      intake.closed(clean);
    } else {
      gone(clean);
    }
  }

  private void gone(boolean clean) {
    if (sessions.forget(this)) {
      ended = true;
      if (intake != null) {
        intake.clear();
      }
      timers.values().forEach(Subscription::close);
      timers.clear();
      identity.close();
      requests.end(clean ? Duration.ZERO : sessions.settings().presenceGrace());
      if (app != null) {
        sessions.leftApp(this, app);
      }
      sessions.telemetry().connectionClosed(dialect);
    }
  }

  /** The client answers nothing any more: it is told so, and counts as gone from now on. */
  public void unanswered() {
    end(Fault.of(FaultCode.UNRESPONSIVE));
  }

  /** Messages were written to the client's socket that nobody has counted yet. */
  public void delivered(int messages, long bytes) {
    if (app != null) {
      deliveries.add(app, messages, bytes);
    }
  }

  /** Tells the client why, then closes. */
  void end(Fault fault) {
    if (!ended && !ending) {
      ending = true;
      sessions.telemetry().refused(fault.code());
      comesBack = fault.code().retryable();
      tell(new Notice.Ending(fault));
      close(fault.code().closeCode(), fault.code().slug());
    }
  }

  /** There is a newer snapshot of the app: what it takes away ends now. */
  void recheck(App newest) {
    identity.recheck(newest);
  }

  /** The gateway goes on under another name; on the loop. */
  void enterPresenceAgain() {
    if (!ended) {
      requests.enterPresenceAgain();
    }
  }

  Loop loop() {
    return loop;
  }

  Outlet outlet() {
    return outlet;
  }

  /** Who the client is; any thread, where a moment ago is good enough. */
  Optional<ClientId> client() {
    return member().flatMap(now -> now.grant().client());
  }

  Optional<Member> member() {
    return identity.member();
  }

  boolean ended() {
    return ended;
  }

  /** A command has its answer; any thread. */
  void answer(Object tag, Result result) {
    if (loop.isCurrent()) {
      tell(tag, result);
    } else {
      loop.execute(() -> tell(tag, result));
    }
  }

  /** An event for this client alone. */
  void event(Event event, byte[] rendered) {
    if (!ended) {
      perform(conversation.event(event, rendered));
    }
  }

  /** It read more slowly than its messages came. */
  void tooSlow() {
    sessions.telemetry().tooSlow();
    end(Fault.of(FaultCode.TOO_SLOW));
  }

  /** The client is known: it belongs to this app from now on. */
  void entered(App entered) {
    app = entered.id();
    outboxBytes = entered.limits().outboxBytes();
    outlet.compress(entered.options().compressOutbound());
  }

  /** The app is another than before in something. */
  void appChanged(App before, App newest) {
    if (before.limits().channelsPerConnection() != newest.limits().channelsPerConnection()) {
      requests.beginCountingAnew();
    }
    outboxBytes = newest.limits().outboxBytes();
    if (!before.limits().equals(newest.limits()) || !before.options().equals(newest.options())) {
      tell(new Notice.AppChanged(newest.limits(), newest.options()));
    }
  }

  /** What the client does and may do no longer ends. */
  void endWhatIsNotAllowed(Member now) {
    requests.endThoseNotAllowed(now);
  }

  /** The server ended a subscription. */
  void unsubscribed(ChannelName channel, Fault fault) {
    tell(new Notice.Unsubscribed(channel, fault));
  }

  /** Tells the conversation something that nobody asked for. */
  void tell(Notice notice) {
    perform(conversation.told(notice));
  }

  /** Work was done for the client: so many units of what its app has of the loop's turn. */
  void worked(int units) {
    if (app != null) {
      turns.worked(app, units);
    }
  }

  /** A command has its answer; on the loop. */
  void tell(Object tag, Result result) {
    if (!ended) {
      if (result instanceof Result.Refused(Fault fault)) {
        sessions.telemetry().refused(fault.code());
        if (fault.code() == FaultCode.RATE_LIMITED) {
          worked(TOO_FAST_UNITS);
          intake().rest();
        }
      }
      perform(conversation.answered(tag, result));
    }
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      if (ended) {
        return;
      }
      switch (action) {
        case Action.Run(Command command, Object tag) -> requests.take(command, tag);
        case Action.Send(byte[] payload, boolean binary, int messages) ->
            send(payload, binary, messages);
        case Action.Begin(int status, Map<String, String> headers) -> outlet.begin(status, headers);
        case Action.Start(Object timer, Duration after) -> start(timer, after);
        case Action.Stop(Object timer) -> stop(timer);
        case Action.Close(int code, String reason) -> close(code, reason);
      }
    }
  }

  /** What is sent to many is bounded where it is sent; what waits beyond that are answers. */
  private void send(byte[] payload, boolean binary, int messages) {
    long waiting = outlet.waitingBytes();
    if (waiting > 0 && !ending && waiting > 2 * mostWaiting(outboxBytes)) {
      tooSlow();
    } else {
      outlet.send(payload, binary, messages);
    }
  }

  /** How much of what an app allows may wait now; where nothing waits, nobody is slow. */
  long mostWaiting(long allowed) {
    // Asked for every delivery, and nearly always nothing waits.
    return outlet.waitingBytes() == 0 ? allowed : Math.min(allowed, outlet.mostWaitingBytes());
  }

  private void start(Object timer, Duration after) {
    stop(timer);
    timers.put(timer, loop.schedule(after, () -> elapsed(timer)));
  }

  private void stop(Object timer) {
    Subscription running = timers.remove(timer);
    if (running != null) {
      running.close();
    }
  }

  private void elapsed(Object timer) {
    if (timers.remove(timer) != null && !ended) {
      perform(conversation.elapsed(timer));
    }
  }

  private void close(int code, String reason) {
    if (!ended) {
      ended = true;
      if (intake != null) {
        intake.end();
      }
      outlet.close(code, reason);
      gone(!comesBack);
    }
  }

  /** What comes back from the intake. */
  private final class Delayed implements Intake.Work {
    @Override
    public void handle(byte[] message, boolean binary) {
      if (!ended) {
        perform(conversation.received(message, binary));
      }
    }

    @Override
    public void closed(boolean clean) {
      gone(clean);
    }
  }
}
