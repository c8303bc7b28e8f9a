package dev.fanfare.chaos.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/**
 * One thing that happened. All times are milliseconds on the recorder's one monotonic clock, and
 * events stand in the order in which the recorder learned of them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.Attempted.class, name = "attempted"),
  @JsonSubTypes.Type(value = Event.Acknowledged.class, name = "acknowledged"),
  @JsonSubTypes.Type(value = Event.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Event.Subscribed.class, name = "subscribed"),
  @JsonSubTypes.Type(value = Event.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = Event.Told.class, name = "told"),
  @JsonSubTypes.Type(value = Event.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = Event.Entering.class, name = "entering"),
  @JsonSubTypes.Type(value = Event.Entered.class, name = "entered"),
  @JsonSubTypes.Type(value = Event.Leaving.class, name = "leaving"),
  @JsonSubTypes.Type(value = Event.Observed.class, name = "observed"),
  @JsonSubTypes.Type(value = Event.Saw.class, name = "saw"),
  @JsonSubTypes.Type(value = Event.Visiting.class, name = "visiting"),
  @JsonSubTypes.Type(value = Event.Receiving.class, name = "receiving"),
  @JsonSubTypes.Type(value = Event.Hooked.class, name = "hooked"),
  @JsonSubTypes.Type(value = Event.Struck.class, name = "struck"),
  @JsonSubTypes.Type(value = Event.Healed.class, name = "healed"),
  @JsonSubTypes.Type(value = Event.Calm.class, name = "calm")
})
public sealed interface Event {
  /** When, in milliseconds since the run began. */
  long at();

  /** A publish is about to be sent, for the first time or again, under its message id. */
  record Attempted(long at, Channel channel, String id, String gateway) implements Event {}

  /** A publish was acknowledged. */
  record Acknowledged(long at, Channel channel, String id, Place place) implements Event {}

  /** An attempt ended without an acknowledgement: refused, or nobody knows. */
  record Failed(long at, Channel channel, String id, String why) implements Event {}

  /** What a subscribe's answer said about what came before. */
  enum State {
    FULL,
    GAP,
    RESET
  }

  /**
   * A subscribe was answered.
   *
   * @param after the position it resumed from; empty: it began anew
   * @param place the place after which pushes follow
   */
  record Subscribed(
      long at,
      String subscriber,
      int session,
      String gateway,
      Channel channel,
      Optional<Place> after,
      State state,
      Place place)
      implements Event {}

  /** A message arrived. The epoch is the one the client was told last. */
  record Delivered(long at, String subscriber, int session, Channel channel, Place place, String id)
      implements Event {}

  /** What a push says when it is no message. */
  enum Kind {
    SKIP,
    GAP,
    RESET,
    EPOCH
  }

  /**
   * A push that moves a subscriber on without a message.
   *
   * @param from the first offset it covers; for an epoch and a reset as the place
   */
  record Told(
      long at, String subscriber, int session, Channel channel, Kind kind, long from, Place place)
      implements Event {}

  /** A subscriber's connection is gone. */
  record Ended(long at, String subscriber, int session) implements Event {}

  /** A member's enter is about to be sent. */
  record Entering(long at, Channel channel, String client) implements Event {}

  /** A member's enter was acknowledged. */
  record Entered(long at, Channel channel, String client) implements Event {}

  /** A member leaves, or its connection is gone: from now on it must disappear. */
  record Leaving(long at, Channel channel, String client) implements Event {}

  /**
   * Who was there.
   *
   * @param at when the answer arrived
   * @param asked when the question was sent
   */
  record Observed(long at, long asked, Channel channel, String gateway, List<String> clients)
      implements Event {
    /** Owns its list. */
    public Observed {
      clients = List.copyOf(clients);
    }
  }

  /** What a watcher was told of a user. */
  enum Attendance {
    HERE,
    ADDED,
    REMOVED
  }

  /**
   * A watcher of a channel's presence was told who is there, who came or who went.
   *
   * @param session a watcher begins anew with each
   */
  record Saw(long at, String watcher, int session, Channel channel, Attendance what, String user)
      implements Event {}

  /** A subscribe to a channel that nobody else knows is about to be sent. */
  record Visiting(long at, Channel channel) implements Event {}

  /** There is a receiver of webhooks from now on: they are to be told. */
  record Receiving(long at) implements Event {}

  /** What a webhook tells. */
  enum Hook {
    OCCUPIED,
    VACATED,
    ADDED,
    REMOVED
  }

  /**
   * A receiver took in an event of a webhook, whether or not its answer arrived.
   *
   * @param client the member, or empty where it is about the whole channel
   * @param id the same in every repetition
   */
  record Hooked(long at, Channel channel, Hook what, String client, String id) implements Event {}

  /**
   * A fault begins.
   *
   * @param losesStore whether every copy of the logs is gone, so that losses may be told
   */
  record Struck(long at, String fault, String target, boolean losesStore) implements Event {}

  /** A fault is over and its target serves again. */
  record Healed(long at, String fault, String target) implements Event {}

  /** Nothing has been published for long enough that everything must have arrived. */
  record Calm(long at) implements Event {}
}
