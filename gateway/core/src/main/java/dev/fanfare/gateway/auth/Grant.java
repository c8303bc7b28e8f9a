package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.auth.TokenClaims.Rights;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What somebody who has proved who they are may do: what both their key and their token allow, and
 * in single channels what channel tokens add. What nothing allows is denied; channels that start
 * with {@code #} are open only to patterns that start with {@code #}.
 *
 * <p>Immutable: newer snapshots, channel tokens and time give a new grant.
 */
public final class Grant {
  private static final ChannelName EVERYWHERE = new ChannelName("*");

  private final AppId app;
  private final Credential credential;
  private final Basis basis;
  private final Map<ChannelName, ChannelRight> channels;

  private Grant(
      AppId app, Credential credential, Basis basis, Map<ChannelName, ChannelRight> channels) {
    this.app = app;
    this.credential = credential;
    this.basis = basis;
    this.channels = Map.copyOf(channels);
  }

  /** The grant of somebody who knows a credential's secret and has shown the secret itself. */
  public static Grant ofKey(AppId app, Credential credential) {
    return new Grant(app, credential, new Basis.Shown(), Map.of());
  }

  /** The grant of somebody whose request was signed with a secret. */
  static Grant ofSignature(AppId app, Credential signedWith) {
    return new Grant(app, signedWith, new Basis.Signed(), Map.of());
  }

  /**
   * The grant of somebody who has named a key, and perhaps proved to be a client: no rights yet.
   */
  static Grant ofName(AppId app, Credential named, Optional<ClientId> client) {
    return new Grant(app, named, new Basis.Named(client), Map.of());
  }

  static Grant ofToken(AppId app, Credential signedWith, TokenClaims claims) {
    return new Grant(app, signedWith, new Basis.Token(claims), Map.of());
  }

  /**
   * The grant of somebody who has shown a ticket that was made by whoever proved the credential.
   */
  static Grant ofTicket(Credential credential, TicketClaims claims) {
    return new Grant(claims.app(), credential, new Basis.Ticket(claims), Map.of());
  }

  /** The app that it is for. */
  public AppId app() {
    return app;
  }

  /** The credential that it rests on: shown, or the token's signature was made with it. */
  public KeyId key() {
    return credential.id();
  }

  Credential credential() {
    return credential;
  }

  /** For whom it speaks; absent for keys, for tokens without {@code sub}, and before a sign-in. */
  public Optional<ClientId> client() {
    return switch (basis) {
      case Basis.Shown() -> Optional.empty();
      case Basis.Signed() -> Optional.empty();
      case Basis.Token(TokenClaims claims) -> claims.client();
      case Basis.Named(Optional<ClientId> client) -> client;
      case Basis.Ticket(TicketClaims claims) -> claims.client();
    };
  }

  /** For whom it speaks in a channel: as its proof for the channel says, else as everywhere. */
  public Optional<ClientId> clientIn(ChannelName channel) {
    ChannelRight right = channels.get(channel);
    return right == null || right.as().isEmpty() ? client() : right.as();
  }

  /** When it ends, this moment no longer included; keys do not expire. */
  public Optional<Instant> expiresAt() {
    return switch (basis) {
      case Basis.Shown() -> Optional.empty();
      case Basis.Signed() -> Optional.empty();
      case Basis.Named named -> Optional.empty();
      case Basis.Token(TokenClaims claims) -> Optional.of(claims.expiresAt());
      case Basis.Ticket(TicketClaims claims) -> Optional.of(claims.endsAt());
    };
  }

  /** Whether it speaks for the customer's server: a key was shown, or it signed the request. */
  public boolean ofKey() {
    return switch (basis) {
      case Basis.Shown() -> true;
      case Basis.Signed() -> true;
      case Basis.Token token -> false;
      case Basis.Named named -> false;
      case Basis.Ticket ticket -> false;
    };
  }

  /** Whether a key was only named: no right comes from it. */
  public boolean namesOnly() {
    return basis instanceof Basis.Named;
  }

  /** Whether the operation is allowed in the channel. */
  public boolean allows(Operation operation, ChannelName channel) {
    if (channel.isInternal() && allowsUsers(operation, channel)) {
      return true;
    }
    if (credential.capabilities().allows(operation, channel) && basisAllows(operation, channel)) {
      return true;
    }
    ChannelRight right = channels.get(channel);
    return right != null && right.allows(operation);
  }

  /**
   * A customer's server may reach every user. A signed-in user hears what is sent to it, is there
   * itself, and may learn who else is: of whom, that its dialect decides by what the customer's
   * server signed.
   */
  private boolean allowsUsers(Operation operation, ChannelName channel) {
    if (ofKey()) {
      return channel.user().isPresent()
          && operation == Operation.PUBLISH
          && credential.capabilities().allows(Operation.ADMIN, EVERYWHERE);
    }
    if (!(basis instanceof Basis.Named(Optional<ClientId> user)) || user.isEmpty()) {
      return false;
    }
    return switch (operation) {
      case SUBSCRIBE ->
          channel.userOnline().isPresent() || channel.equals(ChannelName.ofUser(user.get()));
      case PRESENCE -> channel.equals(ChannelName.ofUserOnline(user.get()));
      case PUBLISH,
          HISTORY,
          CHANNEL_METADATA,
          MESSAGE_UPDATE_OWN,
          MESSAGE_UPDATE_ANY,
          MESSAGE_DELETE_OWN,
          MESSAGE_DELETE_ANY,
          ANNOTATE,
          ADMIN ->
          false;
    };
  }

  /**
   * Whether the operation may be allowed in some channel; where not, every channel refuses it. A
   * quick answer: key and token may each allow it in channels that the other does not.
   */
  public boolean allowsSomewhere(Operation operation) {
    return (credential.capabilities().allowsSomewhere(operation) && basisAllowsSomewhere(operation))
        || channels.values().stream().anyMatch(right -> right.allows(operation));
  }

  /**
   * Judges the grant anew by the app's newest snapshot: granted with the key's rights as they are
   * now, or refused because the app is disabled or removed, or the key revoked, removed or given
   * another secret. A token keeps its own rights, within the key's. Rights from channel tokens
   * whose key does not hold any more are gone.
   */
  public Authentication recheck(App newest) {
    if (!newest.id().equals(app)) {
      throw new IllegalArgumentException("A snapshot of another app says nothing about this grant");
    }
    if (!newest.enabled()) {
      return new Authentication.Refused(
          Fault.of(
              FaultCode.UNAUTHENTICATED,
              "The app does not take connections any more. Enable it, or use another app's key."));
    }
    Optional<Credential> now =
        basis instanceof Basis.Shown
            ? Proof.stillHoldsShown(credential, newest)
            : Proof.stillHolds(credential, newest);
    if (now.isEmpty()) {
      return new Authentication.Refused(TokenFaults.REVOKED);
    }
    Map<ChannelName, ChannelRight> still = new HashMap<>();
    channels.forEach(
        (channel, right) -> right.under(newest).ifPresent(same -> still.put(channel, same)));
    return new Authentication.Granted(new Grant(app, now.get(), basis, still));
  }

  /**
   * When something of this grant expires next: the token, or a right from a channel token. Then ask
   * {@link #at}.
   */
  public Optional<Instant> nextExpiry() {
    return Stream.concat(
            expiresAt().stream(),
            channels.values().stream().flatMap(right -> right.expiresAt().stream()))
        .min(Instant::compareTo);
  }

  /** The grant without the rights from channel tokens that have expired by now. */
  public Grant at(Instant now) {
    if (channels.values().stream().allMatch(right -> right.holdsAt(now))) {
      return this;
    }
    Map<ChannelName, ChannelRight> still = new HashMap<>(channels);
    still.values().removeIf(right -> !right.holdsAt(now));
    return new Grant(app, credential, basis, still);
  }

  /**
   * The grant with the rights that channel tokens gave to an older grant of the same connection, so
   * that a fresh token keeps them. They are bound to a client: an older grant of another client, or
   * another app, adds nothing; one that spoke for nobody yet does.
   */
  public Grant withChannelsOf(Grant older) {
    if (!older.app.equals(app)
        || (older.client().isPresent() && !older.client().equals(client()))) {
      return this;
    }
    Map<ChannelName, ChannelRight> both = new HashMap<>(older.channels);
    both.putAll(channels);
    return new Grant(app, credential, basis, both);
  }

  /** The grant without the right that a channel token gave; for a channel that is left. */
  public Grant withoutChannel(ChannelName channel) {
    if (!channels.containsKey(channel)) {
      return this;
    }
    Map<ChannelName, ChannelRight> others = new HashMap<>(channels);
    others.remove(channel);
    return new Grant(app, credential, basis, others);
  }

  Grant withChannel(ChannelRight right) {
    Map<ChannelName, ChannelRight> all = new HashMap<>(channels);
    all.put(right.channel(), right);
    return new Grant(app, credential, basis, all);
  }

  /** How many channels have a right from a channel token, this one not counted. */
  int channelsBeside(ChannelName channel) {
    return channels.size() - (channels.containsKey(channel) ? 1 : 0);
  }

  private boolean basisAllows(Operation operation, ChannelName channel) {
    return switch (basis) {
      case Basis.Shown() -> true;
      case Basis.Signed() -> true;
      case Basis.Named named -> false;
      case Basis.Ticket(TicketClaims claims) -> claims.allows(operation, channel);
      case Basis.Token(TokenClaims claims) ->
          switch (claims.rights()) {
            case Rights.OfKey() -> true;
            case Rights.Listed(var capabilities) -> capabilities.allows(operation, channel);
            case Rights.OfChannel(var only, var operations) ->
                only.equals(channel) && operations.contains(operation);
          };
    };
  }

  private boolean basisAllowsSomewhere(Operation operation) {
    return switch (basis) {
      case Basis.Shown() -> true;
      case Basis.Signed() -> true;
      case Basis.Named named -> false;
      case Basis.Ticket(TicketClaims claims) ->
          claims.rights().values().stream().anyMatch(operations -> operations.contains(operation));
      case Basis.Token(TokenClaims claims) ->
          switch (claims.rights()) {
            case Rights.OfKey() -> true;
            case Rights.Listed(var capabilities) -> capabilities.allowsSomewhere(operation);
            case Rights.OfChannel(var only, var operations) -> operations.contains(operation);
          };
    };
  }

  @Override
  public String toString() {
    return "Grant[" + app + ", " + key() + client().map(client -> ", " + client).orElse("") + "]";
  }

  /** What a grant rests on, beside its credential. */
  private sealed interface Basis {
    /** The secret itself was shown. */
    record Shown() implements Basis {}

    /** The request was signed with the secret. */
    record Signed() implements Basis {}

    /** A token was signed with the secret. */
    record Token(TokenClaims claims) implements Basis {}

    /** The key was named; nothing was proved but perhaps who the client is. */
    record Named(Optional<ClientId> client) implements Basis {}

    /** A ticket was shown, made by somebody who had shown the credential or a token of it. */
    record Ticket(TicketClaims claims) implements Basis {}
  }
}
