package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authentication;
import dev.fanfare.gateway.auth.Grant;
import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who the client of a session has proven to be, and what that allows: from the credential that lets
 * it in, which has to come in time, through fresh tokens, proofs for single channels and newer
 * snapshots of its app, to the moment at which something expires. App and client id stay what they
 * were. Rights that become fewer end at once what they do not cover any more.
 *
 * <p>On the session's loop; {@link #member} may be asked on any thread, where a moment ago is good
 * enough.
 */
final class Identity {
  private static final Duration WARN_BEFORE_EXPIRY = Duration.ofSeconds(30);
  private static final Subscription NONE = () -> {};

  private final Session session;
  private final Sessions sessions;
  private volatile @Nullable Member member; // written on the loop only

  /** What is needed at the door alone, and let go of behind it. */
  private Optional<String> origin;

  private Consumer<Limits> admitted;

  /** Until a credential has come, or until something of the grant expires. */
  private Subscription deadline = NONE;

  private Subscription warning = NONE;

  /** Who the client has proven to be, and what that allows. */
  record Member(App app, Grant grant, Rate rate) {}

  /**
   * @param origin the page that connects, from the Origin header
   * @param admitted called once, when the client has shown a credential that holds
   */
  Identity(Session session, Sessions sessions, Optional<String> origin, Consumer<Limits> admitted) {
    this.session = session;
    this.sessions = sessions;
    this.origin = origin;
    this.admitted = admitted;
  }

  /** Who the client is; absent until it has shown a credential that holds. */
  Optional<Member> member() {
    return Optional.ofNullable(member);
  }

  /** The client has to show a credential from now on. */
  void open() {
    deadline = session.loop().schedule(sessions.settings().authenticateWithin(), this::tooLate);
  }

  /** The session is over: nothing expires any more. */
  void close() {
    deadline.close();
    warning.close();
  }

  /** The client shows a credential; it is answered under the tag. */
  void authenticate(Command.Presented credential, Object tag) {
    Future<Authentication> who = sessions.authenticator().admit(credential);
    if (who.isComplete()) {
      session.tell(tag, judged(who.result()));
      return;
    }
    who.onSuccess(
        answer ->
            session
                .loop()
                .execute(
                    () -> {
                      if (!session.ended()) {
                        session.tell(tag, judged(answer));
                      }
                    }));
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

  /** What a proof for the channel added is gone: the client has left it. */
  void dropProof(Member who, ChannelName channel) {
    Grant less = who.grant().withoutChannel(channel);
    if (!less.equals(who.grant())) {
      member = new Member(who.app(), less, who.rate());
      endWhatIsNotAllowed();
    }
  }

  /** There is a newer snapshot of the app: what it takes away ends now. */
  void recheck(App newest) {
    Member who = member;
    if (session.ended() || who == null || newest.version() < who.app().version()) {
      return;
    }
    switch (who.grant().recheck(newest)) {
      case Authentication.Refused(Fault fault) -> session.end(fault);
      case Authentication.Granted(Grant grant) -> {
        boolean sameRate =
            newest.limits().publishesPerSecond() == who.app().limits().publishesPerSecond();
        Rate rate = sameRate ? who.rate() : sessions.rate(newest.limits());
        member = new Member(newest, grant, rate);
        session.appChanged(who.app(), newest);
        endWhatIsNotAllowed();
      }
    }
  }

  private Result.OfAuthenticate judged(Authentication who) {
    return switch (who) {
      case Authentication.Refused(Fault fault) -> new Result.Refused(fault);
      case Authentication.Granted(Grant grant) -> {
        Optional<App> app = sessions.directory().app(grant.app());
        yield app.isEmpty()
            ? new Result.Refused(Fault.of(FaultCode.UNAUTHENTICATED))
            : take(app.get(), grant);
      }
    };
  }

  private Result.OfAuthenticate take(App app, Grant grant) {
    Member before = member;
    Optional<Fault> refusal = before == null ? admit(app, grant) : refresh(before, app, grant);
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get());
    }
    recheckNow(app);
    member().ifPresent(now -> watchExpiry(now.grant()));
    return new Result.Authenticated(
        app.id(), grant.client(), grant.expiresAt(), app.limits(), app.options());
  }

  private Optional<Fault> admit(App app, Grant grant) {
    Optional<Fault> refusal = sessions.enterApp(session, app, origin);
    if (refusal.isEmpty()) {
      deadline.close();
      member = new Member(app, grant, sessions.rate(app.limits()));
      admitted.accept(app.limits());
      session.entered(app);
      admitted = limits -> {};
      origin = Optional.empty();
    }
    return refusal;
  }

  private Optional<Fault> refresh(Member before, App app, Grant grant) {
    boolean same =
        before.app().id().equals(app.id())
            && (before.grant().client().equals(grant.client()) || signsIn(before.grant(), grant));
    if (!same) {
      return Optional.of(
          Fault.of(
              FaultCode.IDENTITY_MISMATCH,
              "A refresh keeps app and client id; this credential names others. Connect anew"
                  + " with it."));
    }
    member = new Member(app, grant.withChannelsOf(before.grant()), before.rate());
    endWhatIsNotAllowed();
    return Optional.empty();
  }

  /** Whether somebody who has only named a key now proves to be a client. */
  private static boolean signsIn(Grant before, Grant now) {
    return before.client().isEmpty() && before.namesOnly() && now.namesOnly();
  }

  /**
   * Changes of the app are told to those who have entered it: one that came between the look at the
   * credential and the entrance was not.
   */
  private void recheckNow(App app) {
    sessions
        .directory()
        .app(app.id())
        .ifPresentOrElse(this::recheck, () -> session.end(Fault.of(FaultCode.UNAUTHENTICATED)));
  }

  private void endWhatIsNotAllowed() {
    member().ifPresent(session::endWhatIsNotAllowed);
  }

  private void watchExpiry(Grant grant) {
    deadline.close();
    warning.close();
    if (session.ended()) {
      return;
    }
    grant
        .nextExpiry()
        .ifPresent(at -> deadline = session.loop().schedule(sessions.until(at), this::expire));
    grant
        .expiresAt()
        .map(at -> sessions.until(at).minus(WARN_BEFORE_EXPIRY))
        .ifPresent(
            left -> {
              if (left.isPositive()) {
                warning = session.loop().schedule(left, this::warn);
              } else {
                session.loop().execute(this::warn); // behind the answer that is just given
              }
            });
  }

  private void tooLate() {
    session.end(
        Fault.of(
            FaultCode.UNAUTHENTICATED,
            "The connection did not show a credential in time. Send it right after connecting."));
  }

  /** The token, or what a channel token added. */
  private void expire() {
    Member who = member;
    if (who == null || session.ended()) {
      return;
    }
    Instant now = sessions.now();
    if (who.grant().expiresAt().filter(at -> !now.isBefore(at)).isPresent()) {
      session.end(Fault.of(FaultCode.TOKEN_EXPIRED));
    } else {
      member = new Member(who.app(), who.grant().at(now), who.rate());
      endWhatIsNotAllowed();
      member().ifPresent(still -> watchExpiry(still.grant()));
    }
  }

  /** The token runs out in half a minute, or sooner where it never lived longer. */
  private void warn() {
    member()
        .filter(who -> !session.ended())
        .flatMap(who -> who.grant().expiresAt())
        .map(sessions::until)
        .map(left -> left.compareTo(WARN_BEFORE_EXPIRY) < 0 ? left : WARN_BEFORE_EXPIRY)
        .ifPresent(left -> session.tell(new Notice.ExpiresSoon(left)));
  }
}
