package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.channel.Channels;
import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.limits.Rate;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** All sessions of this gateway, and what reaches them from elsewhere. Any thread. */
public final class Sessions implements AutoCloseable {
  private final Services services;
  private final SessionSettings settings;
  private final Registry registry;
  private final List<Subscription> listening = new ArrayList<>(2);

  Sessions(Services services, Registry registry, SessionSettings settings) {
    this.services = services;
    this.registry = registry;
    this.settings = settings;
    listening.add(services.bus.onControl(this::control));
    listening.add(services.directory.onChange(this::recheck));
  }

  /** What sessions work with. */
  record Services(
      Authenticator authenticator,
      AppDirectory directory,
      Channels channels,
      Commands commands,
      Allowance allowance,
      Meter meter,
      Telemetry telemetry,
      Bus bus,
      Fairness fairness,
      Deliveries deliveries,
      Time time,
      RandomGenerator random) {}

  /**
   * Opens a session. On its loop.
   *
   * @param origin the page that connects, from the Origin header
   * @param admitted called once, when the client has shown a credential that holds
   */
  public Session open(
      String dialect,
      Conversation conversation,
      Encoding encoding,
      Outlet outlet,
      Loop loop,
      Optional<String> origin,
      Consumer<Limits> admitted) {
    Session session =
        new Session(
            freshId(), dialect, conversation, encoding, outlet, loop, origin, admitted, this);
    registry.add(session);
    session.open();
    return session;
  }

  /** Every session puts its presence entries back, each on its loop. */
  void enterPresenceAgain() {
    for (Session session : registry.all()) {
      session.loop().execute(session::enterPresenceAgain);
    }
  }

  /** How many sessions are open. */
  public int size() {
    return registry.size();
  }

  /**
   * Tells up to so many sessions that this server goes away, and closes them.
   *
   * @param reconnectWithin each client is asked to come back after a random part of this time
   * @return how many are still open
   */
  public int shed(int most, Duration reconnectWithin) {
    int told = 0;
    for (Session session : registry.all()) {
      if (told++ >= most) {
        break;
      }
      Duration wait = Duration.ofMillis(services.random.nextLong(reconnectWithin.toMillis() + 1));
      session.loop().execute(() -> session.end(Fault.of(FaultCode.GOING_AWAY).retryAfter(wait)));
    }
    return registry.size();
  }

  @Override
  public void close() {
    listening.forEach(Subscription::close);
  }

  SessionSettings settings() {
    return settings;
  }

  Authenticator authenticator() {
    return services.authenticator;
  }

  AppDirectory directory() {
    return services.directory;
  }

  Channels channels() {
    return services.channels;
  }

  Commands commands() {
    return services.commands;
  }

  Meter meter() {
    return services.meter;
  }

  Telemetry telemetry() {
    return services.telemetry;
  }

  /** What gathers the deliveries of this loop's sockets. */
  Deliveries.OnLoop deliveries(Loop loop) {
    return services.deliveries.on(loop);
  }

  /** How apps share a loop. */
  Turns turns(Loop loop) {
    return services.fairness.on(loop);
  }

  Rate rate(Limits limits) {
    return new Rate(limits.publishesPerSecond());
  }

  long monotonicNanos() {
    return services.time.monotonicNanos();
  }

  Instant now() {
    return Instant.EPOCH.plus(services.time.wallMicros(), ChronoUnit.MICROS);
  }

  Duration until(Instant instant) {
    Duration left = Duration.between(now(), instant);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Lets a session into an app, whose number of connections and whose pages are limited. */
  Optional<Fault> enterApp(Session session, App app, Optional<String> origin) {
    if (origin.isPresent() && !app.allowsOrigin(origin.get())) {
      return Optional.of(Fault.of(FaultCode.ORIGIN_FORBIDDEN));
    }
    int limit = app.limits().connections();
    switch (services.allowance.takeConnection(app.id(), limit)) {
      case Allowance.Verdict.Refused(Duration retryAfter) -> {
        return Optional.of(
            Fault.of(
                    FaultCode.LIMIT_REACHED,
                    "The app may have "
                        + limit
                        + " connections. Wait, close some, or raise the limit.")
                .retryAfter(retryAfter));
      }
      case Allowance.Verdict.Postponed(Duration retryAfter) -> {
        return Optional.of(Fault.of(FaultCode.UNAVAILABLE).retryAfter(retryAfter));
      }
      case Allowance.Verdict.Granted() -> {
        registry.enter(session, app.id());
        services.meter.connectionOpened(app.id());
        return Optional.empty();
      }
    }
  }

  void leftApp(Session session, AppId app) {
    registry.leave(session, app);
    services.allowance.giveConnectionBack(app);
    services.meter.connectionClosed(app);
  }

  /** Whether the session was known until now. */
  boolean forget(Session session) {
    return registry.forget(session);
  }

  private void control(Control message) {
    switch (message) {
      case Control.Disconnect(AppId app, Target target, String reason) -> {
        for (Session session : registry.targets(app, target)) {
          session.loop().execute(() -> session.end(Fault.of(FaultCode.DISCONNECTED, reason)));
        }
      }
      case Control.Revoked(AppId app, var key) ->
          services.directory.app(app).ifPresent(this::recheck);
      case Control.AppChanged(AppId app, long version) ->
          services.directory.app(app).ifPresent(this::recheck);
    }
  }

  private void recheck(App newest) {
    services.channels.appChanged(newest.id());
    for (Session session : registry.of(newest.id())) {
      session.loop().execute(() -> session.recheck(newest));
    }
  }

  /**
   * 96 random bits: nobody guesses another connection's name. Two numbers with a dot between them
   * are what Pusher's libraries take for a {@code socket_id}, so one name is good in every dialect.
   */
  private ConnectionId freshId() {
    return new ConnectionId(
        Long.toUnsignedString(services.random.nextLong())
            + "."
            + Integer.toUnsignedString(services.random.nextInt()));
  }
}
