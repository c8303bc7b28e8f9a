package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber's way through a channel: from its first position along the log until it meets the
 * live order, and back to the log when it reads too slowly to stay. Everything happens on the
 * subscriber's loop.
 *
 * <p>Reading the log is one loop: ask the cursor whether the tail in memory covers the rest; if so,
 * join the lane just there, else send one slice of the store and ask again. A reader that is slow
 * costs its position and nothing else.
 */
public final class Membership {
  private static final int SLICE_ENTRIES = 100;
  private static final int SLICE_BYTES = 256 << 10;
  private static final long FIRST_RETRY_MILLIS = 10;
  private static final int MAX_RETRIES = 12;

  private final Channel channel;
  private final Subscriber subscriber;
  private final Outlet outlet;
  private final Narrator narrator;
  private final Start start;
  private boolean inLane; // guarded by the channel
  private @Nullable Lane lane;
  private @Nullable Conflation conflation; // while it catches up, where only the latest counts
  private int laneIndex;
  private boolean ended;
  private Position position = Position.NONE;
  private int retries;

  Membership(Channel channel, Subscriber subscriber, Start start) {
    this.channel = channel;
    this.subscriber = subscriber;
    this.outlet = subscriber.outlet();
    this.start = start;
    this.narrator = new Narrator(channel.ref(), subscriber.rendering().presence());
  }

  /**
   * Ends the subscription: nothing of the channel is sent after this returns. On the loop;
   * idempotent.
   */
  public void leave() {
    if (ended) {
      return;
    }
    ended = true;
    if (lane != null) {
      lane.remove(this);
      lane = null;
    }
    channel.left(this);
  }

  /** The channel as this gateway names it. */
  public Event.ChannelRef channelRef() {
    return channel.ref();
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** The subscriber's. */
  Outlet outlet() {
    return outlet;
  }

  /** Whether so much more may wait for it. */
  boolean hasRoomFor(long bytes) {
    long waiting = outlet.waitingBytes();
    // Nearly always nothing waits, and then nothing else is fetched from memory.
    return (waiting == 0 && bytes <= Limits.LEAST_OUTBOX_BYTES)
        || waiting + bytes <= subscriber.outboxBytes();
  }

  boolean ended() {
    return ended;
  }

  int laneIndex() {
    return laneIndex;
  }

  void laneIndex(int index) {
    laneIndex = index;
  }

  void entered(Lane entered, int index) {
    lane = entered;
    laneIndex = index;
  }

  /** The channel refused before the subscription began. */
  void refuse(Fault fault) {
    if (!ended) {
      leave();
      subscriber.answered(new Result.Refused(fault));
    }
  }

  /** Counts among the members of its lane; guarded by the channel. */
  boolean inLane() {
    return inLane;
  }

  void inLane(boolean counts) {
    inLane = counts;
  }

  /** The channel is followed: the subscription can begin. */
  void begin() {
    if (!ended) {
      channel.begin(this, start);
    }
  }

  /** Answers the subscribe and goes on along the log from there. */
  void start(Result.Subscribed answer) {
    if (!ended) {
      subscriber.answered(answer);
      readFromLog(answer.position());
    }
  }

  /** The lane has come to the place where this member joins. */
  void answerAndReplay(LaneItem.Join join) {
    join.answer().ifPresent(subscriber::answered);
    for (Step step : join.replay()) {
      tell(step);
    }
    if (conflation != null) {
      conflation.tell(this::tell);
      conflation = null;
    }
    narrator.tellUnseen(this::tell);
    if (join.answer().isEmpty()) {
      tell(new Event.Live(channel.ref(), join.after().offset()));
    }
  }

  /** More waits than may. */
  void fellBehind(Position delivered) {
    switch (subscriber.slowPolicy()) {
      case CLOSE -> {
        leave();
        subscriber.tooSlow();
      }
      case LATEST, PULL -> leaveLaneForLog(delivered);
    }
  }

  /** Out of the live order, on along the log. */
  void leaveLaneForLog(Position delivered) {
    if (lane != null) {
      lane.remove(this);
      lane = null;
    }
    channel.leftLane(this);
    tell(new Event.Lagging(channel.ref(), delivered.offset(), channel.position().offset()));
    if (subscriber.slowPolicy() == SlowPolicy.LATEST && conflation == null) {
      conflation = new Conflation(channel.ref(), delivered.offset());
    }
    readFromLog(delivered);
  }

  /** Sends what follows a position until the live order is met. */
  void readFromLog(Position from) {
    position = from;
    step();
  }

  private void step() {
    while (!ended) {
      if (outlet.waitingBytes() > subscriber.outboxBytes() / 2) {
        outlet.whenBelow(subscriber.outboxBytes() / 4, this::step);
        return;
      }
      switch (channel.goOn(this, position, sliceBytes())) {
        case Way.Joined() -> {
          return;
        }
        case Way.Along(Cursor.Progress progress) -> tell(progress);
        case Way.Read(Position after) -> {
          channel
              .read(new LogQuery.After(after, SLICE_ENTRIES, sliceBytes()))
              .onSuccess(slice -> subscriber.loop().execute(() -> take(slice)))
              .onFailure(failure -> subscriber.loop().execute(this::retry));
          return;
        }
      }
    }
  }

  /** What is sent at once leaves room for what is live. */
  private int sliceBytes() {
    return Math.clamp(subscriber.outboxBytes() / 4, 1, SLICE_BYTES);
  }

  private void take(Slice slice) {
    if (ended) {
      return;
    }
    Cursor.Progress progress = channel.progress(position, slice);
    if (progress.reached().equals(position)) {
      retry();
      return;
    }
    retries = 0;
    tell(progress);
    step();
  }

  private void tell(Cursor.Progress progress) {
    for (Step step : progress.steps()) {
      tell(step);
    }
    narrator.tellUnseen(this::tell);
    position = progress.reached();
  }

  /**
   * The store did not answer, or is behind the cursor: try again soon, and give up when that goes
   * on.
   */
  private void retry() {
    if (ended) {
      return;
    }
    retries++;
    if (retries > MAX_RETRIES) {
      leave();
      subscriber.tooSlow();
      return;
    }
    long millis = Math.min(1_000, FIRST_RETRY_MILLIS << retries);
    subscriber.loop().schedule(Duration.ofMillis(millis), this::step);
  }

  private void tell(Step step) {
    if (conflation != null) {
      tellLatest(conflation, step);
    } else {
      tellEach(step);
    }
  }

  /** Messages wait for newer ones; what cannot wait goes out behind those that do. */
  private void tellLatest(Conflation latest, Step step) {
    Position after = step.after(position);
    if (step instanceof Step.Deliver(Entry entry)
        && entry.kind() == Entry.Kind.MESSAGE
        && !isExcepted(entry.message().draft())) {
      latest.take(entry);
      if (latest.bytes() > subscriber.outboxBytes() / 2) {
        latest.tell(this::tell);
      }
    } else if (isHidden(step)) {
      latest.pass(after.offset());
    } else {
      latest.tell(this::tell);
      tellEach(step);
      latest.goOnFrom(after.offset());
    }
  }

  /** Whether nothing of the step is for this reader. */
  private boolean isHidden(Step step) {
    return switch (step) {
      case Step.Skip skip -> true;
      case Step.Deliver(Entry entry) ->
          entry.kind() == Entry.Kind.MESSAGE
              || subscriber.rendering().presence() == PresenceView.NONE;
      case Step.EpochBegan began -> false;
      case Step.Gap gap -> false;
      case Step.Reset reset -> false;
    };
  }

  private void tellEach(Step step) {
    if (step instanceof Step.Deliver(Entry entry)
        && entry.kind() == Entry.Kind.MESSAGE
        && isExcepted(entry.message().draft())) {
      tell(new Event.Skipped(channel.ref(), entry.offset(), Why.EXCLUDED));
    } else {
      narrator.tell(step, this::tell);
    }
  }

  private boolean isExcepted(Draft draft) {
    ConnectionId connection = subscriber.connection();
    return draft.except().filter(connection::equals).isPresent();
  }

  /** Sends an event to this member alone. */
  void tell(Event event) {
    if (event instanceof Event.Presence
        && subscriber.rendering().except(event).equals(Optional.of(subscriber.connection()))) {
      return;
    }
    subscriber
        .rendering()
        .encoding()
        .render(event)
        .ifPresent(
            payload -> {
              if (subscriber.rendering().encoding().individual()) {
                subscriber.event(event, payload);
                return;
              }
              boolean binary = subscriber.rendering().encoding().binary(event);
              outlet.send(payload, binary, event instanceof Event.Published ? 1 : 0);
            });
  }

  /** The fault when a channel cannot be followed now. */
  static Fault unavailable() {
    return Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(1));
  }
}
