package dev.fanfare.chaos.checker;

/**
 * A promise that was broken.
 *
 * @param at when it showed, in milliseconds since the run began
 * @param who the subscriber, publisher or channel it happened to
 * @param text what was expected and what was seen
 */
public record Finding(Kind kind, long at, String who, String text) {
  /** The promises a history can show broken. */
  public enum Kind {
    /** An entry passed a subscriber silently, or was told as lost within the window. */
    LOST("lost"),
    /** An acknowledged message never came, with nothing after it. */
    LOST_TAIL("lost-tail"),
    /** A subscriber got an entry again. */
    DUPLICATE("duplicate"),
    /** Entries came, or were stored, in another order than promised. */
    REORDERED("reordered"),
    /** Two messages stand at one place. */
    DIVERGENT_OFFSET("divergent offset"),
    /** One message id stands at two places. */
    APPENDED_TWICE("appended twice"),
    /** The epoch changed and the subscriber was not told. */
    SILENT_EPOCH("silent epoch change"),
    /** A resume was answered "full" and something was missing. */
    WRONG_FULL("wrong full"),
    /** A message came that nobody published. */
    PHANTOM("phantom"),
    /** A message of another app came. */
    CROSS_TENANT("cross-tenant"),
    /** A member was seen after its end. */
    PRESENCE_GHOST("presence ghost"),
    /** A member was not seen. */
    PRESENCE_MISSING("presence missing"),
    /** A watcher was told of a coming or going twice, or not at all. */
    ROLL_CALL("roll call"),
    /** A coming or going was not told by a webhook. */
    WEBHOOK_LOST("webhook lost"),
    /** A coming or going was told by two webhooks of different ids. */
    WEBHOOK_TWICE("webhook twice"),
    /** A webhook told of who never came, or two things under one id. */
    WEBHOOK_PHANTOM("webhook phantom");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** How people call it. */
    public String title() {
      return title;
    }
  }
}
