package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.metering.Deliveries;
import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.presence.Incarnation;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.DelayedStore;
import dev.fanfare.testkit.ManualClock;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.PlainFraming;
import dev.fanfare.testkit.ShiftingStore;
import dev.fanfare.testkit.SilentTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The channels of one gateway, two loops, a real log, and nothing above and below. */
final class Studio {
  static final ChannelKey ROOM = new ChannelKey(new AppId("a"), new ChannelName("room"));
  static final long INCARNATION = 77;

  final ManualClock clock = new ManualClock();
  final ManualLoop one = new ManualLoop(0, clock);
  final ManualLoop two = new ManualLoop(1, clock);
  final ShiftingStore logs = new ShiftingStore(clock, 3);
  final DelayedStore store = new DelayedStore(logs);
  final PlainFraming framing = new PlainFraming();
  final Meter meter = new Meter(1, clock);
  final Channels channels;
  private final Bus bus;
  private Bounds bounds =
      new Bounds(1_000, 100_000_000, Duration.ofMinutes(2), 1_000, 1_000, false, 100);

  Studio() {
    this(new MemoryBus());
  }

  Studio(Bus bus) {
    this.bus = bus;
    channels =
        new Channels(
            store,
            bus,
            new Loops(List.<Loop>of(one, two)),
            SilentTelemetry.INSTANCE,
            new Fairness(),
            new Deliveries(meter, SilentTelemetry.INSTANCE),
            app -> true,
            new Incarnation(INCARNATION, clock),
            clock,
            new Random(7));
  }

  /** From now on the log keeps so many messages. */
  void keeps(int messages) {
    bounds = new Bounds(messages, 100_000_000, Duration.ofMinutes(2), 1_000, 1_000, false, 100);
  }

  /** A listener on a loop, which has not subscribed. */
  Listener listener(String name, ManualLoop loop) {
    return new Listener(this, name, loop);
  }

  void publish(String text) {
    publish(Draft.of(Payload.text(text)));
  }

  void publish(Draft draft) {
    fanOut(store(draft));
  }

  /** Stores a message that the bus does not bring. */
  Entry store(String text) {
    return store(Draft.of(Payload.text(text)));
  }

  private Entry store(Draft draft) {
    return store(ROOM, draft);
  }

  /** The same in any channel. */
  Entry store(ChannelKey channel, Draft draft) {
    var reply =
        change(
            channel,
            new LogChange.Append(
                List.of(new LogChange.Submission(draft, Optional.empty())), bounds));
    if (reply instanceof LogChange.AppendReply.Appended appended) {
      return appended.places().get(0).entry().orElseThrow();
    }
    throw new AssertionError(reply);
  }

  void publishEphemeral(Draft draft) {
    fanOut(Entry.of(new Message(Position.NONE, clock.wallMicros(), draft)));
  }

  void enter(String client) {
    var reply =
        change(
            ROOM,
            new LogChange.Present(
                LogChange.Present.Kind.ENTER,
                new ClientId(client),
                new ConnectionId(client),
                1,
                Optional.empty(),
                bounds));
    if (reply instanceof LogChange.PresentReply.Changed(Entry entry)) {
      fanOut(entry);
    } else {
      throw new AssertionError(reply);
    }
  }

  void fanOut(Entry entry) {
    channels.fanOut(ROOM, List.of(entry));
  }

  /** A message of another gateway: stored and on the bus, and not told here directly. */
  void publishElsewhere(ChannelKey channel, String text) {
    bus.publish(channel, List.of(store(channel, Draft.of(Payload.text(text)))));
  }

  /** How many subscribers the store knows of. */
  int occupancy() {
    return logs.read(ROOM, new LogQuery.Status()).result().subscribers();
  }

  /** Where the log stands. */
  Position top() {
    return logs.read(ROOM, new LogQuery.Status()).result().head().top();
  }

  void settle() {
    clock.settle();
  }

  private <R> R change(ChannelKey channel, LogChange<R> change) {
    return logs.apply(channel, change).result();
  }
}
