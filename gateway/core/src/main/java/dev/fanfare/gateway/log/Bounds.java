package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.Limits;
import java.time.Duration;

/**
 * How much a log keeps. It comes with every change, since the log itself knows no app, and holds
 * until the next one.
 *
 * @param messages message entries
 * @param bytes encoded bytes of message entries
 * @param age of entries of both kinds
 * @param presenceChanges presence entries, which never push messages out
 * @param ids message ids remembered for de-duplication, beside their age of {@link #ID_AGE}
 * @param keepLast whether the last message outlives the history
 * @param presenceMembers different clients of the presence set
 */
public record Bounds(
    int messages,
    int bytes,
    Duration age,
    int presenceChanges,
    int ids,
    boolean keepLast,
    int presenceMembers) {

  /** How long a message id is recognised. */
  public static final Duration ID_AGE = Duration.ofMinutes(5);

  /** Entries of the presence set, whoever's. */
  public int presenceEntries() {
    return Limits.entriesOf(presenceMembers);
  }

  /** The bounds that a rule sets. */
  public static Bounds of(ChannelRule rule, int presenceMembers, int publishesPerSecond) {
    return new Bounds(
        rule.history().messages(),
        rule.history().bytes(),
        rule.history().age(),
        rule.presence().enabled() ? rule.presence().changesKept() : 0,
        Math.toIntExact(Math.min(1_000_000L, publishesPerSecond * ID_AGE.toSeconds())),
        rule.keepLast(),
        rule.presence().enabled() ? presenceMembers : 0);
  }
}
