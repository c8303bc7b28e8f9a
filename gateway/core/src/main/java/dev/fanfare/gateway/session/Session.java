package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authentication;
import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.auth.Grant;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Conversation.Action;
import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.port.Subscription;
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
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connected client. What it sends becomes commands, what happens to it becomes frames, through
 * the conversation of its dialect; who it is and what it follows is kept here. Touched on its own
 * loop only, so nothing in it is synchronized.
 */
public final class Session {
  private static final Duration WARN_BEFORE_EXPIRY = Duration.ofSeconds(30);

  /** What a refusal for speed takes of the app's share: who asks too fast is heard less often. */
  private static final int TOO_FAST_UNITS = 14;

  private final ConnectionId id;
  private final Conversation conversation;
  private final String dialect;
  private final Outlet outlet;
  private final Loop loop;
  private final Optional<String> origin;
  private final Consumer<Limits> admitted;
  private final Sessions sessions;
  private final Deliveries deliveries;
  private final Turns turns;
  private final Subscriptions subscriptions;
  private final Entries entries;
  private final Map<Object, Subscription> timers = new HashMap<>(4);
  private volatile @Nullable Member member; // written on the loop only
  private @Nullable Asks asks; // made for the first question
  private @Nullable Intake intake; // made for the first message that has to wait
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
    this.origin = origin;
    this.admitted = admitted;
    this.sessions = sessions;
    this.deliveries = sessions.deliveries(loop);
    this.turns = sessions.turns(loop);
    this.subscriptions = new Subscriptions(this, encoding, sessions.channels());
    this.entries = new Entries(this, sessions.commands().presence());
  }

  /** Who the client has proven to be, and what that allows. */
  record Member(App app, Grant grant, Rate rate) {}

  /** The connection's name. */
  public ConnectionId id() {
    return id;
  }

  /** The connection is open; the first call. */
  void open() {
    sessions.telemetry().connectionOpened(dialect);
    start(Own.AUTHENTICATE_IN_TIME, sessions.settings().authenticateWithin());
    perform(
        conversation.opened(
            new Conversation.Opening(id, Limits.DEFAULT, sessions.settings().heartbeat())));
  }

  /** A whole message came. */
  public void received(byte[] message, boolean binary) {
    if (!ended) {
      sessions.telemetry().received();
      Member who = member;
      if (who == null) {
        perform(conversation.received(message, binary));
      } else {
        take(who.app().id(), message, binary);
      }
    }
  }

  /** Handles a message in this turn of the loop, or in a later one where its app had its share. */
  private void take(AppId app, byte[] message, boolean binary) {
    boolean others = intake != null && !intake.isEmpty();
    if (!others && turns.left(app) > 0) {
      turns.worked(app, Intake.units(message));
      perform(conversation.received(message, binary));
      return;
    }
    if (intake == null) {
      intake = new Intake(turns, outlet, new Delayed());
    }
    intake.keep(app, message, binary).ifPresent(this::end);
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
      subscriptions.endAll();
      entries.abandonAll(clean ? Duration.ZERO : sessions.settings().presenceGrace());
      if (member != null) {
        sessions.leftApp(this, member.app().id());
      }
      sessions.telemetry().connectionClosed(dialect);
    }
  }

  /** The client answers nothing any more: it is told so, and counts as gone from now on. */
  public void unanswered() {
    end(Fault.of(FaultCode.UNRESPONSIVE));
  }

  /** Messages were written to the client's socket. */
  public void delivered(int messages, long bytes) {
    Member now = member;
    if (now != null) {
      deliveries.add(now.app().id(), messages, bytes);
    }
  }

  /** Tells the client why, then closes. */
  void end(Fault fault) {
    if (!ended) {
      sessions.telemetry().refused(fault.code());
      comesBack = fault.code().retryable();
      perform(conversation.told(new Notice.Ending(fault)));
      close(fault.code().closeCode(), fault.code().slug());
    }
  }

  /** There is a newer snapshot of the app: what it takes away ends now. */
  void recheck(App newest) {
    if (ended || member == null || newest.version() < member.app().version()) {
      return;
    }
    switch (member.grant().recheck(newest)) {
      case Authentication.Refused(Fault fault) -> end(fault);
      case Authentication.Granted(Grant grant) -> {
        boolean sameRate =
            newest.limits().publishesPerSecond() == member.app().limits().publishesPerSecond();
        App before = member.app();
        member =
            new Member(newest, grant, sameRate ? member.rate() : sessions.rate(newest.limits()));
        if (before.limits().channelsPerConnection() != newest.limits().channelsPerConnection()) {
          asks = null;
        }
        if (!before.limits().equals(newest.limits())
            || !before.options().equals(newest.options())) {
          perform(conversation.told(new Notice.AppChanged(newest.limits(), newest.options())));
        }
        endWhatIsNotAllowed();
      }
    }
  }

  /** The gateway goes on under another name; on the loop. */
  void enterPresenceAgain() {
    if (!ended) {
      entries.enterAgain();
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
    Member now = member;
    return now == null ? Optional.empty() : now.grant().client();
  }

  Optional<Member> member() {
    return Optional.ofNullable(member);
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

  /** Adds what a proof for one channel allows. */
  Optional<Fault> takeProof(Member who, ChannelName channel, Command.ChannelProof proof) {
    return switch (sessions.authenticator().channelProof(who.grant(), channel, proof)) {
      case Authentication.Refused(Fault fault) -> Optional.of(fault);
      case Authentication.Granted(Grant grant) -> {
        member = new Member(who.app(), grant, who.rate());
        watchExpiry(grant);
        yield Optional.empty();
      }
    };
  }

  /** The server ended a subscription. */
  void unsubscribed(ChannelName channel, Fault fault) {
    perform(conversation.told(new Notice.Unsubscribed(channel, fault)));
  }

  private void tell(Object tag, Result result) {
    if (!ended) {
      if (result instanceof Result.Refused(Fault fault)) {
        sessions.telemetry().refused(fault.code());
        if (fault.code() == FaultCode.RATE_LIMITED && member != null) {
          turns.worked(member.app().id(), TOO_FAST_UNITS);
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
        case Action.Run(Command command, Object tag) -> run(command, tag);
        case Action.Send(byte[] payload, boolean binary, int messages) ->
            outlet.send(payload, binary, messages);
        case Action.Begin(int status, Map<String, String> headers) -> outlet.begin(status, headers);
        case Action.Start(Object timer, Duration after) -> start(timer, after);
        case Action.Stop(Object timer) -> stop(timer);
        case Action.Close(int code, String reason) -> close(code, reason);
      }
    }
  }

  private void run(Command command, Object tag) {
    Member who = member;
    if (who != null) {
      turns.worked(who.app().id(), 1);
      Optional<Fault> tooFast = ask(who, command);
      if (tooFast.isPresent()) {
        tell(tag, new Result.Refused(tooFast.get()));
      } else {
        runAs(who, command, tag);
      }
    } else if (command instanceof Command.Authenticate(Command.Presented credential)) {
      authenticate(credential, tag);
    } else {
      tell(tag, new Result.Refused(Fault.of(FaultCode.HELLO_EXPECTED)));
    }
  }

  private Optional<Fault> ask(Member who, Command command) {
    Asks now = asks;
    if (now == null) {
      now = new Asks(who.app().limits());
      asks = now;
    }
    return now.take(command, sessions.monotonicNanos());
  }

  private void runAs(Member who, Command command, Object tag) {
    switch (command) {
      case Command.Authenticate(Command.Presented credential) -> authenticate(credential, tag);
      case Command.Subscribe subscribe -> subscribe(who, subscribe, tag);
      case Command.Unsubscribe(ChannelName channel) -> {
        subscriptions.unsubscribe(channel);
        keepGrant(who, who.grant().withoutChannel(channel));
        tell(tag, new Result.Unsubscribed(channel));
      }
      case Command.EnterPresence enter -> enter(who, enter, tag);
      case Command.LeavePresence leave ->
          afterJoining(leave.channel(), tag, now -> entries.leave(caller(now), leave, tag));
      case Command.Publish publish ->
          afterJoining(publish.channel(), tag, now -> handle(now, publish, tag));
      case Command.ReadPresence read -> handle(who, read, tag);
      case Command.ReadHistory read -> handle(who, read, tag);
      case Command.ReadChannel read -> handle(who, read, tag);
      case Command.ListChannels list -> handle(who, list, tag);
      case Command.MakeTicket make -> handle(who, make, tag);
      case Command.Disconnect disconnect -> handle(who, disconnect, tag);
    }
  }

  /**
   * What changes a channel waits for a subscribe to it that was asked for before: who subscribes
   * and then publishes hears the own message.
   */
  private void afterJoining(ChannelName channel, Object tag, Consumer<Member> change) {
    boolean taken =
        subscriptions.afterJoining(channel, () -> member().filter(now -> !ended).ifPresent(change));
    if (!taken) {
      tell(
          tag,
          new Result.Refused(
              Fault.of(
                      FaultCode.RATE_LIMITED,
                      "Too much waits for the subscription of this channel. Wait for its answer.")
                  .retryAfter(Duration.ofMillis(100))));
    }
  }

  private void subscribe(Member who, Command.Subscribe subscribe, Object tag) {
    Optional<Fault> refusal =
        subscribe.proof().flatMap(proof -> takeProof(who, subscribe.channel(), proof));
    if (refusal.isPresent()) {
      tell(tag, new Result.Refused(refusal.get()));
    } else {
      member().ifPresent(now -> subscriptions.subscribe(now, subscribe, tag));
    }
  }

  private void enter(Member who, Command.EnterPresence enter, Object tag) {
    Optional<Fault> refusal =
        enter.proof().flatMap(proof -> takeProof(who, enter.channel(), proof));
    if (refusal.isPresent()) {
      tell(tag, new Result.Refused(refusal.get()));
    } else {
      afterJoining(enter.channel(), tag, now -> entries.enter(caller(now), enter, tag));
    }
  }

  private void handle(Member who, Command command, Object tag) {
    sessions.commands().handle(caller(who), command, result -> answer(tag, result));
  }

  private void authenticate(Command.Presented credential, Object tag) {
    Future<Authentication> who = sessions.authenticator().admit(credential);
    if (who.isComplete()) {
      tell(tag, judged(who.result()));
      return;
    }
    who.onSuccess(
        answer ->
            loop.execute(
                () -> {
                  if (!ended) {
                    tell(tag, judged(answer));
                  }
                }));
  }

  private Result.OfAuthenticate judged(Authentication who) {
    return switch (who) {
      case Authentication.Refused(Fault fault) -> new Result.Refused(fault);
      case Authentication.Granted(Grant grant) -> {
        Optional<App> app = sessions.directory().app(grant.app());
        yield app.isEmpty()
            ? new Result.Refused(Fault.of(FaultCode.UNAUTHENTICATED))
            : admit(app.get(), grant);
      }
    };
  }

  private Result.OfAuthenticate admit(App app, Grant grant) {
    if (member == null) {
      Optional<Fault> refusal = sessions.enterApp(this, app, origin);
      if (refusal.isPresent()) {
        return new Result.Refused(refusal.get());
      }
      stop(Own.AUTHENTICATE_IN_TIME);
      member = new Member(app, grant, sessions.rate(app.limits()));
      admitted.accept(app.limits());
      outlet.compress(app.options().compressOutbound());
    } else {
      Optional<ClientId> before = member.grant().client();
      boolean same =
          member.app().id().equals(app.id())
              && (before.equals(grant.client()) || signsIn(member.grant(), grant));
      if (!same) {
        return new Result.Refused(
            Fault.of(
                FaultCode.IDENTITY_MISMATCH,
                "A refresh keeps app and client id; this credential names others. Connect anew"
                    + " with it."));
      }
      member = new Member(app, grant.withChannelsOf(member.grant()), member.rate());
      endWhatIsNotAllowed();
    }
    recheckNow(app);
    if (!ended && member != null) {
      watchExpiry(member.grant());
    }
    return new Result.Authenticated(
        app.id(), grant.client(), grant.expiresAt(), app.limits(), app.options());
  }

  /** Whether somebody who has only named a key now proves to be a client. */
  private static boolean signsIn(Grant before, Grant now) {
    return before.client().isEmpty() && before.namesOnly() && now.namesOnly();
  }

  /** A grant that has become smaller ends what it does not cover any more. */
  private void keepGrant(Member who, Grant grant) {
    if (!grant.equals(who.grant())) {
      member = new Member(who.app(), grant, who.rate());
      endWhatIsNotAllowed();
    }
  }

  /**
   * Changes of the app are told to those who have entered it: one that came between the look at the
   * credential and the entrance was not.
   */
  private void recheckNow(App app) {
    sessions
        .directory()
        .app(app.id())
        .ifPresentOrElse(this::recheck, () -> end(Fault.of(FaultCode.UNAUTHENTICATED)));
  }

  private void endWhatIsNotAllowed() {
    if (member != null) {
      subscriptions.endThoseNotAllowed(member);
      entries.abandonThoseNotAllowed(member);
    }
  }

  private void watchExpiry(Grant grant) {
    stop(Own.EXPIRES_SOON);
    stop(Own.SOMETHING_EXPIRES);
    grant.nextExpiry().ifPresent(at -> start(Own.SOMETHING_EXPIRES, sessions.until(at)));
    grant
        .expiresAt()
        .map(at -> sessions.until(at).minus(WARN_BEFORE_EXPIRY))
        .ifPresent(
            left -> {
              if (left.isPositive()) {
                start(Own.EXPIRES_SOON, left);
              } else {
                loop.execute(this::warn); // behind the answer that is just given
              }
            });
  }

  /** The token, or what a channel token added. */
  private void expire() {
    if (member == null) {
      return;
    }
    Instant now = sessions.now();
    if (member.grant().expiresAt().filter(at -> !now.isBefore(at)).isPresent()) {
      end(Fault.of(FaultCode.TOKEN_EXPIRED));
    } else {
      member = new Member(member.app(), member.grant().at(now), member.rate());
      endWhatIsNotAllowed();
      watchExpiry(member.grant());
    }
  }

  private Caller caller(Member who) {
    return new Caller(who.app(), who.grant(), Optional.of(id), Optional.of(who.rate()));
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
    if (timers.remove(timer) == null || ended) {
      return;
    }
    if (timer instanceof Own own) {
      switch (own) {
        case AUTHENTICATE_IN_TIME ->
            end(
                Fault.of(
                    FaultCode.UNAUTHENTICATED,
                    "The connection did not show a credential in time. Send it right after"
                        + " connecting."));
        case EXPIRES_SOON -> warn();
        case SOMETHING_EXPIRES -> expire();
      }
    } else {
      perform(conversation.elapsed(timer));
    }
  }

  /** The token runs out in half a minute, or sooner where it never lived longer. */
  private void warn() {
    Member now = member;
    if (now != null && !ended) {
      now.grant()
          .expiresAt()
          .map(sessions::until)
          .map(left -> left.compareTo(WARN_BEFORE_EXPIRY) < 0 ? left : WARN_BEFORE_EXPIRY)
          .ifPresent(left -> perform(conversation.told(new Notice.ExpiresSoon(left))));
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

  /** The session's own timers, beside the conversation's. */
  private enum Own {
    AUTHENTICATE_IN_TIME,
    EXPIRES_SOON,
    SOMETHING_EXPIRES
  }
}
