package dev.fanfare.gateway.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.OfSubscribe;
import dev.fanfare.testkit.ManualLoop;
import dev.fanfare.testkit.RecordingOutlet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscriber that writes down what it is told. */
final class Listener implements Subscriber {
  final List<OfSubscribe> answers = new ArrayList<>();
  private final Studio studio;
  private final ConnectionId connection;
  private final ManualLoop loop;
  private final RecordingOutlet outlet;
  private ChannelKey channel = Studio.ROOM;
  private PresenceView presence = PresenceView.NONE;
  private SlowPolicy policy = SlowPolicy.CLOSE;
  private long outboxBytes = 1 << 20;
  private Encoding encoding = ShortEncoding.INSTANCE;
  private boolean tooSlow;
  private @Nullable Membership membership;

  Listener(Studio studio, String name, ManualLoop loop) {
    this.studio = studio;
    this.connection = new ConnectionId(name);
    this.loop = loop;
    this.outlet = new RecordingOutlet(studio.framing);
  }

  Listener in(ChannelKey other) {
    channel = other;
    return this;
  }

  Listener sees(PresenceView view) {
    presence = view;
    return this;
  }

  /** Every event comes to it alone, and is written down with its name before it. */
  Listener hearsAlone() {
    encoding = AloneEncoding.INSTANCE;
    return this;
  }

  Listener pulls(long bytes) {
    policy = SlowPolicy.PULL;
    outboxBytes = bytes;
    return this;
  }

  Listener closesAt(long bytes) {
    policy = SlowPolicy.CLOSE;
    outboxBytes = bytes;
    return this;
  }

  /** Subscribes, and lets everything happen. */
  Listener joins(Start start) {
    asks(start);
    studio.settle();
    return this;
  }

  Listener joins() {
    return joins(new Start.Now());
  }

  /** Subscribes, and leaves the consequences to the loops. */
  Listener asks(Start start) {
    loop.act(() -> membership = studio.channels.subscribe(channel, start, this));
    return this;
  }

  /** Leaves, and lets everything happen. */
  void leaves() {
    leavesNow();
    studio.settle();
  }

  /** Leaves, and leaves the consequences to the loops. */
  void leavesNow() {
    Membership current = membership;
    if (current == null) {
      throw new AssertionError("It has not subscribed");
    }
    loop.act(current::leave);
  }

  void stopsReading() {
    outlet.stopReading();
  }

  void reads() {
    loop.act(outlet::read);
    studio.settle();
  }

  void reads(long bytes) {
    loop.act(() -> outlet.read(bytes));
    studio.settle();
  }

  /** What it was told since this was last asked. */
  List<String> heard() {
    return outlet.takeTexts();
  }

  /** The same, messages only. */
  List<String> messages() {
    return heard().stream().filter(it -> it.startsWith("msg ")).toList();
  }

  long waitingBytes() {
    return outlet.waitingBytes();
  }

  boolean isTooSlow() {
    return tooSlow;
  }

  /** The one answer to its subscribe. */
  Result.Subscribed answer() {
    if (answers.size() == 1 && answers.get(0) instanceof Result.Subscribed subscribed) {
      return subscribed;
    }
    throw new AssertionError("It was answered " + answers);
  }

  boolean isRefused() {
    return answers.size() == 1 && answers.get(0) instanceof Result.Refused;
  }

  @Override
  public ConnectionId connection() {
    return connection;
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public Outlet outlet() {
    return outlet;
  }

  @Override
  public Rendering rendering() {
    return new Rendering(encoding, studio.framing, presence);
  }

  @Override
  public long outboxBytes() {
    return outboxBytes;
  }

  @Override
  public SlowPolicy slowPolicy() {
    return policy;
  }

  @Override
  public void answered(OfSubscribe result) {
    answers.add(result);
  }

  @Override
  public void event(Event event, byte[] rendered) {
    String alone = connection.text() + ": " + new String(rendered, UTF_8);
    outlet.send(alone.getBytes(UTF_8), false, 0);
  }

  @Override
  public void tooSlow() {
    tooSlow = true;
  }
}
