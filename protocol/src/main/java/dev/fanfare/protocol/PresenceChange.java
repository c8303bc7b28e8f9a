package dev.fanfare.protocol;

/**
 * A change of a channel's presence. It stands in the same order as the messages.
 *
 * @param position its place; {@code member.offset()} is the same offset
 * @param action what happened
 * @param member the entry after the change; for a leave as it was at last
 * @param members how many entries the channel has after the change
 */
public record PresenceChange(Position position, Action action, PresenceMember member, int members) {
  /** What can happen to an entry. */
  public enum Action {
    ENTER,
    UPDATE,
    LEAVE
  }
}
