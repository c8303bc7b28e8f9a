package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.channel.ChannelReader;
import dev.fanfare.gateway.channel.Channels;
import dev.fanfare.gateway.channel.Publisher;
import dev.fanfare.gateway.history.HistoryReader;
import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.limits.Reads;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.presence.Incarnation;
import dev.fanfare.gateway.presence.PresenceEntries;
import dev.fanfare.protocol.AppId;
import java.util.random.RandomGenerator;

/** A gateway without its edge: everything between dialects and ports, put together. */
public final class Core implements AutoCloseable {
  private final Channels channels;
  private final Sessions sessions;
  private final Exchanges exchanges;
  private final Incarnation incarnation;
  private final Lease lease;

  private Core(
      Channels channels,
      Sessions sessions,
      Exchanges exchanges,
      Incarnation incarnation,
      Lease lease) {
    this.channels = channels;
    this.sessions = sessions;
    this.exchanges = exchanges;
    this.incarnation = incarnation;
    this.lease = lease;
  }

  /** What a core stands on. */
  public record Parts(
      ChannelStore store,
      Leases leases,
      Bus bus,
      AppDirectory directory,
      Authenticator authenticator,
      Allowance allowance,
      Meter meter,
      Telemetry telemetry,
      Time time,
      RandomGenerator random,
      Loops loops) {}

  /** Puts a core together. Each start is an incarnation of its own towards the store. */
  public static Core start(Parts parts, SessionSettings settings) {
    return start(parts, settings, "");
  }

  /**
   * The same.
   *
   * @param address of this gateway's internal listener, for other gateways; empty where it has none
   */
  public static Core start(Parts parts, SessionSettings settings, String address) {
    Incarnation incarnation = new Incarnation(parts.random.nextLong(), parts.time);
    ChannelStore store =
        new LimitedStore(
            new MeasuredStore(parts.store, parts.telemetry, parts.time), parts.directory);
    Bus bus = new MeasuredBus(parts.bus, parts.telemetry, parts.time);
    Fairness fairness = new Fairness();
    Deliveries deliveries = new Deliveries(parts.meter, parts.telemetry);
    Channels channels =
        new Channels(
            store,
            bus,
            parts.loops,
            parts.telemetry,
            fairness,
            deliveries,
            app -> showsCounts(parts.directory, app),
            incarnation,
            parts.time,
            parts.random);
    Publisher publisher =
        new Publisher(
            store,
            channels,
            parts.allowance,
            parts.meter,
            parts.telemetry,
            parts.time,
            settings.storeLoad());
    PresenceEntries presence =
        new PresenceEntries(store, channels::fanOut, parts.time, incarnation);
    Registry registry = new Registry();
    Commands commands =
        new Commands(
            publisher,
            presence,
            new HistoryReader(store),
            new ChannelReader(store),
            bus,
            registry,
            parts.authenticator);
    Sessions sessions =
        new Sessions(
            new Sessions.Services(
                parts.authenticator,
                parts.directory,
                channels,
                commands,
                parts.allowance,
                parts.meter,
                parts.telemetry,
                bus,
                fairness,
                deliveries,
                parts.time,
                parts.random),
            registry,
            settings);
    Exchanges exchanges =
        new Exchanges(
            parts.authenticator,
            parts.directory,
            commands,
            parts.telemetry,
            parts.loops,
            fairness,
            new Reads(settings.storeLoad().readsPerSecond()),
            parts.time);
    Lease lease =
        new Lease(
            parts.leases,
            address,
            incarnation,
            () -> {
              sessions.enterPresenceAgain();
              channels.tellOccupancyAnew();
            },
            parts.loops.of(0),
            parts.time,
            parts.random);
    lease.start();
    return new Core(channels, sessions, exchanges, incarnation, lease);
  }

  private static boolean showsCounts(AppDirectory directory, AppId app) {
    return directory.app(app).filter(known -> known.options().subscriptionCounts()).isPresent();
  }

  /** The connected clients. */
  public Sessions sessions() {
    return sessions;
  }

  /** The way of HTTP requests. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** The followed channels. */
  public Channels channels() {
    return channels;
  }

  /** This gateway's life towards the store. */
  public Incarnation incarnation() {
    return incarnation;
  }

  /** Sessions are closed before; what they left behind in the store ends with the lease. */
  @Override
  public void close() {
    lease.close();
    sessions.close();
    channels.close();
  }
}
