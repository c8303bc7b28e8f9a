package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.SpentTickets;
import dev.fanfare.gateway.port.SpentTickets.Spending;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.MakeTicket;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes and takes tickets: what stands in an address where a token must not. A ticket opens one
 * connection within {@link #OPENS_WITHIN}; whoever holds a cursor that was signed for it may open
 * again with it, until what it stands for expires.
 *
 * <p><b>Threads.</b> Any; never blocks.
 */
public final class Tickets {
  /** How long a ticket opens something new. */
  public static final Duration OPENS_WITHIN = Duration.ofSeconds(60);

  /** Channels of one ticket. */
  public static final int MAX_CHANNELS = 32;

  /** How long what a key's ticket opened lasts where nothing is said. */
  static final Duration DEFAULT_LIFE = Duration.ofHours(1);

  private static final int MAX_CHARS = 16_384;
  private static final String PURPOSE = "ticket";
  private static final Set<Operation> NEVER =
      EnumSet.of(Operation.ADMIN, Operation.CHANNEL_METADATA);

  private final ClusterSecret secret;
  private final SpentTickets spent;
  private final Time time;
  private final RandomGenerator random;

  /** Tickets that every gateway with this secret and this list takes, once. */
  public Tickets(ClusterSecret secret, SpentTickets spent, Time time, RandomGenerator random) {
    this.secret = secret;
    this.spent = spent;
    this.time = time;
    this.random = random;
  }

  /** Makes a ticket with the caller's rights in the channels that it names. */
  Result.OfMakeTicket make(Caller caller, MakeTicket wanted) {
    Grant grant = caller.grant();
    Optional<Fault> refusal = refusal(caller, wanted);
    if (refusal.isPresent()) {
      return new Result.Refused(refusal.get());
    }
    Instant now = now();
    Instant asked = now.plus(wanted.lasting().orElse(TokenClaims.LONGEST_LIFE));
    Instant endsAt =
        grant
            .expiresAt()
            .map(token -> token.isBefore(asked) ? token : asked)
            .orElseGet(() -> now.plus(wanted.lasting().orElse(DEFAULT_LIFE)));
    Instant opensUntil = now.plus(OPENS_WITHIN);
    TicketClaims claims =
        new TicketClaims(
            HexFormat.of().formatHex(bytes(12)),
            grant.app(),
            grant.key(),
            Proof.fingerprint(grant.credential()),
            grant.client().or(wanted::client),
            opensUntil.isBefore(endsAt) ? opensUntil : endsAt,
            endsAt,
            rights(grant, wanted));
    byte[] sealed = secret.encrypt(PURPOSE, bytes(16), claims.encoded());
    return new Result.TicketMade(
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealed),
        claims.opensUntil(),
        claims.endsAt());
  }

  /** Takes a ticket, and spends it where it does not open again what it opened before. */
  Future<Authentication> take(Presented.Ticket shown, AppDirectory directory) {
    Optional<TicketClaims> claims = read(shown.text());
    if (claims.isEmpty()) {
      return refused(TokenFaults.UNKNOWN_TICKET);
    }
    TicketClaims ticket = claims.get();
    Optional<App> app = directory.app(ticket.app()).filter(App::enabled);
    Optional<Credential> credential =
        app.flatMap(found -> found.credential(ticket.key()))
            .filter(found -> Proof.fingerprint(found).equals(ticket.fingerprint()));
    if (credential.isEmpty() || credential.get().revoked()) {
      return refused(TokenFaults.REVOKED);
    }
    Instant now = now();
    Authentication granted = new Authentication.Granted(Grant.ofTicket(credential.get(), ticket));
    if (shown.reopens()) {
      return now.isBefore(ticket.endsAt())
          ? Future.succeededFuture(granted)
          : refused(TokenFaults.EXPIRED);
    }
    if (!now.isBefore(ticket.opensUntil())) {
      return refused(TokenFaults.TICKET_TOO_OLD);
    }
    return spent
        .spend(ticket.id(), ticket.opensUntil())
        .map(spending -> judged(spending, granted))
        .otherwise(new Authentication.Refused(unavailable()));
  }

  private Optional<Fault> refusal(Caller caller, MakeTicket wanted) {
    Grant grant = caller.grant();
    if (wanted.channels().size() > MAX_CHANNELS) {
      return Optional.of(
          Fault.of(
              FaultCode.TOO_MANY,
              "A ticket is for at most " + MAX_CHANNELS + " channels. Make several."));
    }
    if (wanted.client().isPresent() && !grant.ofKey() && !wanted.client().equals(grant.client())) {
      return Optional.of(
          Fault.of(
              FaultCode.IDENTITY_MISMATCH,
              "A token's ticket is for the token's own client. Leave 'client' out."));
    }
    for (ChannelName channel : wanted.channels()) {
      boolean open = !channel.demandsGrant() && caller.app().ruleOf(channel).publicSubscribe();
      if (!open
          && !grant.allows(Operation.SUBSCRIBE, channel)
          && !grant.allows(Operation.PUBLISH, channel)) {
        return Optional.of(Fault.forbidden(Operation.SUBSCRIBE, channel));
      }
    }
    return Optional.empty();
  }

  private static Map<ChannelName, Set<Operation>> rights(Grant grant, MakeTicket wanted) {
    Map<ChannelName, Set<Operation>> rights = new LinkedHashMap<>();
    for (ChannelName channel : wanted.channels()) {
      Set<Operation> operations = EnumSet.noneOf(Operation.class);
      for (Operation operation : Operation.values()) {
        if (!NEVER.contains(operation) && grant.allows(operation, channel)) {
          operations.add(operation);
        }
      }
      rights.put(channel, operations);
    }
    return rights;
  }

  private Optional<TicketClaims> read(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      return secret
          .decrypt(PURPOSE, Base64.getUrlDecoder().decode(text))
          .flatMap(TicketClaims::read);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }

  private static Authentication judged(Spending spending, Authentication granted) {
    return switch (spending) {
      case FIRST -> granted;
      case AGAIN -> new Authentication.Refused(TokenFaults.TICKET_SPENT);
      case FULL -> new Authentication.Refused(unavailable());
    };
  }

  private static Fault unavailable() {
    return Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(2));
  }

  private static Future<Authentication> refused(Fault fault) {
    return Future.succeededFuture(new Authentication.Refused(fault));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private Instant now() {
    return Instant.EPOCH.plus(time.wallMicros(), ChronoUnit.MICROS);
  }
}
