package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.auth.TokenClaims.Rights;
import dev.fanfare.gateway.auth.TokenVerifier.Verdict;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.Command.MakeTicket;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Turns what somebody shows into a {@link Grant}, or says why not. An unknown key, a wrong secret
 * and a disabled app get the same answer for the same work; that a key is revoked is told only to
 * whoever knows its secret. No answer holds a secret or a token.
 *
 * <p><b>Threads.</b> Any; never blocks: everything is answered from memory.
 */
public final class Authenticator {
  private static final Fault NO_TICKETS =
      Fault.of(FaultCode.UNSUPPORTED, "Tickets are not offered here. Send a token instead.");

  private final AppDirectory directory;
  private final Time time;
  private final Keyring keyring;
  private final TokenVerifier tokens;
  private final Optional<Tickets> tickets;

  /** Judges by the snapshots of this directory and the wall clock of this time, without tickets. */
  public Authenticator(AppDirectory directory, Time time) {
    this(directory, time, Optional.empty());
  }

  /** The same with tickets. */
  public Authenticator(AppDirectory directory, Time time, Tickets tickets) {
    this(directory, time, Optional.of(tickets));
  }

  private Authenticator(AppDirectory directory, Time time, Optional<Tickets> tickets) {
    this.directory = directory;
    this.time = time;
    this.tickets = tickets;
    this.keyring = new Keyring(directory);
    this.tokens = new TokenVerifier(keyring);
  }

  /**
   * Who it is that shows this.
   *
   * <p>A token is a JWT (RFC 7519) in compact form with HS256, whose header names a signing secret
   * in {@code kid}. Claims: {@code exp} (required, at most 24 hours ahead), {@code nbf}, {@code
   * iat} (30 seconds of leeway), {@code aud} (the app's id), {@code sub} (the client id), {@code
   * cap} ({@code {pattern: [operations]}}; without it the secret's rights), {@code jti}. Others are
   * ignored.
   */
  public Authentication authenticate(Presented presented) {
    return switch (presented) {
      case Presented.Key key -> authenticate(key);
      case Presented.Token token -> authenticate(token);
      case Presented.Named(KeyId id) -> named(id);
      case Presented.Signed signed -> authenticate(signed);
      case Presented.Ticket ticket ->
          refused(
              FaultCode.UNAUTHENTICATED,
              "A ticket opens a stream and nothing else. Send a key or a token in the Authorization"
                  + " header.");
    };
  }

  /**
   * Who it is that opens a connection with this. As {@link #authenticate}, but tickets are taken
   * too: they are spent with it, which may need an answer from elsewhere. Never fails.
   */
  public Future<Authentication> admit(Presented presented) {
    if (presented instanceof Presented.Ticket ticket) {
      return tickets
          .map(taker -> taker.take(ticket, directory))
          .orElseGet(() -> Future.succeededFuture(new Authentication.Refused(NO_TICKETS)));
    }
    return Future.succeededFuture(authenticate(presented));
  }

  /** Makes a ticket with the caller's rights in some channels. */
  public Result.OfMakeTicket makeTicket(Caller caller, MakeTicket wanted) {
    return tickets
        .map(maker -> maker.make(caller, wanted))
        .orElseGet(() -> new Result.Refused(NO_TICKETS));
  }

  /**
   * Adds to a grant what a proof for one channel allows: {@link #channelToken}, or a signature by a
   * signing secret of the grant's app, whose capabilities bound it and which ends with the
   * connection. A second proof for a channel takes the place of the first.
   */
  public Authentication channelProof(Grant of, ChannelName channel, ChannelProof proof) {
    return switch (proof) {
      case ChannelProof.Token(String jwt) -> channelToken(of, channel, jwt);
      case ChannelProof.Signature signature -> withSignature(of, channel, signature);
    };
  }

  /**
   * Adds to a grant what a channel token allows. It is a token as in {@link #authenticate} with
   * {@code chan} (the one channel) and {@code ops} (its operations there; without it {@code
   * ["subscribe"]}) instead of {@code cap}, signed with any signing secret of the grant's app,
   * whose capabilities bound it. Its {@code sub} must be the grant's client id; it has none where
   * the grant has none. What it adds ends with its own {@code exp}, see {@link Grant#nextExpiry}. A
   * second token for a channel takes the place of the first.
   */
  public Authentication channelToken(Grant of, ChannelName channel, String jwt) {
    return switch (tokens.verify(jwt, now())) {
      case Verdict.Refused(Fault fault) -> new Authentication.Refused(fault);
      case Verdict.Genuine(Keyring.Owned by, TokenClaims claims) ->
          by.app().id().equals(of.app())
              ? withChannel(of, channel, by, claims)
              : new Authentication.Refused(TokenFaults.UNKNOWN_SIGNATURE);
    };
  }

  private Authentication authenticate(Presented.Key shown) {
    Optional<App> app = directory.byKey(shown.id()).filter(App::enabled);
    Optional<Credential> credential = app.flatMap(found -> found.credential(shown.id()));
    if (!Proof.knows(shown.secret(), credential)) {
      return new Authentication.Refused(TokenFaults.UNKNOWN_KEY);
    }
    Credential known = credential.orElseThrow();
    return known.revoked()
        ? new Authentication.Refused(TokenFaults.REVOKED)
        : new Authentication.Granted(Grant.ofKey(app.orElseThrow().id(), known));
  }

  private Authentication authenticate(Presented.Token shown) {
    return switch (tokens.verify(shown.jwt(), now())) {
      case Verdict.Refused(Fault fault) -> new Authentication.Refused(fault);
      case Verdict.Genuine(Keyring.Owned by, TokenClaims claims) ->
          switch (claims.rights()) {
            case Rights.OfKey key -> granted(by, claims);
            case Rights.Listed listed -> granted(by, claims);
            case Rights.OfChannel channel ->
                refused(
                    FaultCode.TOKEN_INVALID,
                    "This is a token for one channel. Connect with a token without 'chan', and send"
                        + " this one with the subscribe.");
          };
    };
  }

  private Authentication named(KeyId id) {
    Optional<App> app = directory.byKey(id);
    Optional<Credential> credential = app.flatMap(found -> found.credential(id));
    if (credential.isEmpty()) {
      return new Authentication.Refused(TokenFaults.UNKNOWN_KEY);
    }
    if (!app.orElseThrow().enabled()) {
      return refused(
          FaultCode.FORBIDDEN, "The app is disabled. Enable it, or use another app's key.");
    }
    return credential.get().revoked()
        ? new Authentication.Refused(TokenFaults.REVOKED)
        : new Authentication.Granted(
            Grant.ofName(app.orElseThrow().id(), credential.get(), Optional.empty()));
  }

  private Authentication authenticate(Presented.Signed shown) {
    Optional<Keyring.Owned> by = keyring.signer(shown.id(), shown.signed(), shown.macHex());
    if (by.isEmpty()) {
      return new Authentication.Refused(TokenFaults.WRONG_SIGNATURE);
    }
    AppId app = by.get().app().id();
    SigningSecret secret = by.get().secret();
    if (secret.revoked()) {
      return new Authentication.Refused(TokenFaults.REVOKED);
    }
    return new Authentication.Granted(
        shown.client().isPresent()
            ? Grant.ofName(app, secret, shown.client())
            : Grant.ofSignature(app, secret));
  }

  private Authentication withSignature(
      Grant of, ChannelName channel, ChannelProof.Signature proof) {
    Optional<Keyring.Owned> by =
        keyring
            .signer(proof.key(), proof.signed(), proof.macHex())
            .filter(owned -> owned.app().id().equals(of.app()));
    if (by.isEmpty()) {
      return new Authentication.Refused(TokenFaults.WRONG_SIGNATURE);
    }
    return by.get().secret().revoked()
        ? new Authentication.Refused(TokenFaults.REVOKED)
        : withRight(
            of,
            new ChannelRight(
                channel, by.get().secret(), proof.operations(), Optional.empty(), proof.as()),
            by.get().app());
  }

  private static Authentication granted(Keyring.Owned by, TokenClaims claims) {
    return new Authentication.Granted(Grant.ofToken(by.app().id(), by.secret(), claims));
  }

  private static Authentication withChannel(
      Grant grant, ChannelName channel, Keyring.Owned by, TokenClaims claims) {
    if (!(claims.rights() instanceof Rights.OfChannel(var named, var operations))) {
      return refused(
          FaultCode.TOKEN_INVALID,
          "This is not a token for one channel. Name the channel in its claim 'chan'.");
    }
    if (!named.equals(channel)) {
      return refused(
          FaultCode.FORBIDDEN,
          "The token is for another channel. Ask your server for one whose 'chan' is this channel.");
    }
    if (!claims.client().equals(grant.client())) {
      return refused(
          FaultCode.IDENTITY_MISMATCH,
          "The channel token's 'sub' must be the client id of the connection, and be left out where"
              + " the connection has none.");
    }
    return withRight(
        grant,
        new ChannelRight(
            channel, by.secret(), operations, Optional.of(claims.expiresAt()), Optional.empty()),
        by.app());
  }

  private static Authentication withRight(Grant grant, ChannelRight right, App app) {
    int most = app.limits().channelsPerConnection();
    if (grant.channelsBeside(right.channel()) >= most) {
      return refused(
          FaultCode.LIMIT_REACHED,
          "The connection holds proofs for " + most + " channels already. Leave one first.");
    }
    return new Authentication.Granted(grant.withChannel(right));
  }

  private static Authentication refused(FaultCode code, String message) {
    return new Authentication.Refused(Fault.of(code, message));
  }

  private Instant now() {
    return Instant.EPOCH.plus(time.wallMicros(), ChronoUnit.MICROS);
  }
}
