package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.port.SharedFrame;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Subscribed;
import java.util.List;
import java.util.Optional;

/** What waits in a lane, in the order of the channel. */
sealed interface LaneItem {
  /** The channel's place once this is done. */
  Position after();

  /** What every member gets. */
  sealed interface Round extends LaneItem {}

  /**
   * Bytes for every member.
   *
   * @param except a member that gets a notice instead
   * @param deliveries messages in the frame: 1, or 0 for notices
   */
  record Frame(SharedFrame frame, Optional<ConnectionId> except, int deliveries, Position after)
      implements Round {}

  /**
   * An event for each member's own conversation.
   *
   * @param rendered once, for all
   * @param except a member that gets a notice instead
   */
  record Told(Event event, byte[] rendered, Optional<ConnectionId> except, Position after)
      implements Round {}

  /**
   * A member joins just here.
   *
   * @param replay what it is told first, for itself alone
   * @param answer the answer to its subscribe, where that was not given before
   */
  record Join(Membership member, List<Step> replay, Optional<Subscribed> answer, Position after)
      implements LaneItem {}
}
