package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.channel.ChannelReader;
import dev.fanfare.gateway.channel.Channels;
import dev.fanfare.gateway.channel.Publisher;
import dev.fanfare.gateway.history.HistoryReader;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Allowance;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.gateway.presence.PresenceEntries;
import java.util.random.RandomGenerator;

/** A gateway without its edge: everything between dialects and ports, put together. */
public final class Core implements AutoCloseable {
  private final Channels channels;
  private final Sessions sessions;
  private final Exchanges exchanges;

  private Core(Channels channels, Sessions sessions, Exchanges exchanges) {
    this.channels = channels;
    this.sessions = sessions;
    this.exchanges = exchanges;
  }

  /** What a core stands on. */
  public record Parts(
      ChannelStore store,
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
    long incarnation = parts.random.nextLong();
    Channels channels =
        new Channels(parts.store, parts.bus, parts.loops, parts.telemetry, incarnation);
    Publisher publisher =
        new Publisher(
            parts.store, channels, parts.allowance, parts.meter, parts.telemetry, parts.time);
    PresenceEntries presence =
        new PresenceEntries(parts.store, channels::fanOut, parts.time, incarnation);
    Registry registry = new Registry();
    Commands commands =
        new Commands(
            publisher,
            presence,
            new HistoryReader(parts.store),
            new ChannelReader(parts.store),
            parts.bus,
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
                parts.bus,
                parts.time,
                parts.random),
            registry,
            settings);
    Exchanges exchanges =
        new Exchanges(parts.authenticator, parts.directory, commands, parts.telemetry);
    return new Core(channels, sessions, exchanges);
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

  @Override
  public void close() {
    sessions.close();
    channels.close();
  }
}
