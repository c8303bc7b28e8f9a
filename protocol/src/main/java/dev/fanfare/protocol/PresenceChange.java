package dev.fanfare.protocol;

/**
 * A change of a channel's presence. It stands in the same order as the messages.
 *
 * @param position its place; {@code member.offset()} is the same offset
 * @param action what happened
 * @param member the entry after the change; for a leave as it was at last
 * @param members how many entries the channel has after the change
 * @param ofClient how many of them are of this member's client: 1 at an enter means that it came, 0
 *     at a leave that it is gone
 */
public record PresenceChange(
    Position position, Action action, PresenceMember member, int members, int ofClient) {
  /** A change by a client that has no other entry. */
  public PresenceChange(Position position, Action action, PresenceMember member, int members) {
    this(position, action, member, members, action == Action.LEAVE ? 0 : 1);
  }

  /** What can happen to an entry. */
  public enum Action {
    ENTER,
    UPDATE,
    LEAVE
  }
}
