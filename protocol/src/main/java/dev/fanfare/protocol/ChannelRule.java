package dev.fanfare.protocol;

import java.time.Duration;

/**
 * How the channels of a pattern behave (a namespace). Of several rules that match a channel the one
 * with the longest literal prefix holds, alone: rules do not add up.
 *
 * @param history what the log keeps; also the window within which a client resumes without a gap
 * @param presence whether there is presence, and how much of it
 * @param publishers who may publish
 * @param publicSubscribe whether a client without a grant may subscribe, as in vendor dialects'
 *     public channels
 * @param keepLast whether the last message is kept for newcomers beyond the history
 * @param slow what happens to a connection that reads too slowly
 */
public record ChannelRule(
    ChannelPattern pattern,
    History history,
    Presence presence,
    Publishers publishers,
    boolean publicSubscribe,
    boolean keepLast,
    SlowPolicy slow) {

  /** The rule of channels that no rule of the app matches. */
  public static final ChannelRule DEFAULT =
      new ChannelRule(
          ChannelPattern.of("*"),
          History.DEFAULT,
          Presence.DEFAULT,
          Publishers.ANYONE,
          false,
          false,
          SlowPolicy.CLOSE);

  /** How long a channel whose name asks for its last message keeps it at least. */
  public static final Duration CACHE_AGE = Duration.ofMinutes(30);

  /** The same rule with a history that reaches back so far at least, and holds a message. */
  ChannelRule keepingAtLeast(Duration age) {
    if (history.age().compareTo(age) >= 0 && history.messages() > 0) {
      return this;
    }
    History longer =
        new History(
            Math.max(1, history.messages()),
            Math.max(1, history.bytes()),
            history.age().compareTo(age) >= 0 ? history.age() : age);
    return new ChannelRule(pattern, longer, presence, publishers, publicSubscribe, keepLast, slow);
  }

  /**
   * Bounds of a channel's log; whichever is reached first trims it.
   *
   * @param messages entries
   * @param bytes encoded bytes of the entries
   * @param age how old an entry may become
   */
  public record History(int messages, int bytes, Duration age) {
    /** 1,000 messages, 2 MB, 2 minutes: the promised window. */
    public static final History DEFAULT = new History(1_000, 2_000_000, Duration.ofMinutes(2));
  }

  /**
   * Presence of a channel.
   *
   * @param enabled whether clients may enter
   * @param changesKept how many changes the log keeps for resuming clients, beside the messages
   */
  public record Presence(boolean enabled, int changesKept) {
    /** On, with 1,000 changes. */
    public static final Presence DEFAULT = new Presence(true, 1_000);
  }

  /** Who may publish, beyond what a credential must grant. */
  public enum Publishers {
    /** Whoever has the capability. */
    ANYONE,
    /** Only REST calls with an API key: clients' connections may not. */
    SERVERS,
    /** Nobody: the channel is closed for new messages. */
    NOBODY
  }

  /** What happens to a connection that reads too slowly. */
  public enum SlowPolicy {
    /** It is closed with a resumable code. */
    CLOSE,
    /** It keeps the latest message of each key and is told what it missed. */
    LATEST,
    /** It reads the log at its own pace and is told how far behind it is. */
    PULL
  }
}
