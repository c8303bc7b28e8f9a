package dev.fanfare.protocol;

/**
 * What subscribers of a channel are told. An event is rendered once for each encoding and the same
 * bytes go to every subscriber, so nothing in it is about one connection.
 */
public sealed interface Event {
  /** The channel it is about. */
  ChannelRef channel();

  /**
   * A channel as one gateway knows it.
   *
   * @param alias a short number, the same for all connections of this gateway while the channel has
   *     subscribers
   */
  record ChannelRef(ChannelName name, int alias) {}

  /** A message. */
  record Published(ChannelRef channel, Message message) implements Event {}

  /** Somebody came, changed or went. */
  record Presence(ChannelRef channel, PresenceChange change) implements Event {}

  /** The number of presence entries changed; for subscriptions that see the count only. */
  record PresenceCount(ChannelRef channel, long offset, int members) implements Event {}

  /**
   * The number of subscribers on all gateways, told soon after it changed; for subscriptions that
   * asked for it. It has no place in the order.
   */
  record SubscriberCount(ChannelRef channel, int subscribers) implements Event {}

  /**
   * The channel's history goes on without a hole in a new epoch, whose first offset is {@code
   * position.offset() + 1}.
   */
  record EpochBegan(ChannelRef channel, Position position) implements Event {}

  /** The messages from {@code from} to {@code to}, both included, are lost to this subscriber. */
  record Gap(ChannelRef channel, long from, long to, Why why) implements Event {}

  /** What was known of the channel is void; it starts anew after {@code position}. */
  record Reset(ChannelRef channel, Position position, Why why) implements Event {}

  /**
   * Everything up to {@code offset}, included, was either delivered or is not for this subscriber.
   */
  record Skipped(ChannelRef channel, long offset, Why why) implements Event {}

  /**
   * The subscriber reads at {@code offset} while the channel is at {@code top}; it will catch up
   * from the log.
   */
  record Lagging(ChannelRef channel, long offset, long top) implements Event {}

  /** Replay is over: everything up to {@code offset} was delivered, what follows is live. */
  record Live(ChannelRef channel, long offset) implements Event {}

  /** Why something is missing. */
  enum Why {
    /** It was trimmed from the channel's history before the subscriber came for it. */
    TRIMMED,
    /** The position is of a history that this channel does not have. */
    UNKNOWN_POSITION,
    /** The store lost the channel. */
    LOST,
    /** The subscriber was too slow for the history to wait. */
    TOO_SLOW,
    /**
     * It is presence, which this subscription did not ask for, or whose details are no longer kept.
     */
    PRESENCE,
    /** Its time to live had passed. */
    EXPIRED,
    /** It was published without echo, by this connection, or not for it. */
    EXCLUDED,
    /** A newer message with the same key took its place. */
    CONFLATED
  }
}
