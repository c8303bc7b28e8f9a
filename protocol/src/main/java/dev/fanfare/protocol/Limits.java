package dev.fanfare.protocol;

/**
 * What one app may use. Every number has a default that suits a small plan; 0 means none at all,
 * never "no limit".
 *
 * @param connections open connections of the app
 * @param channelsPerConnection subscriptions of one connection
 * @param messageBytes payload, name, key, tags and extras of one message together
 * @param batchMessages messages in one publish
 * @param batchBytes one inbound transport message or request body
 * @param publishesPerSecond messages a connection may publish, with a burst of two seconds' worth
 * @param appPublishesPerSecond messages the whole app may publish, with a burst of two seconds'
 *     worth
 * @param presenceMembers different clients in one channel's presence; together they have {@link
 *     #ENTRIES_PER_MEMBER} times as many entries at most
 * @param presenceDataBytes data of one presence entry
 * @param outboxBytes bytes that may wait for one slow connection
 * @param channels channels of the app of which the store keeps something
 */
public record Limits(
    int connections,
    int channelsPerConnection,
    int messageBytes,
    int batchMessages,
    int batchBytes,
    int publishesPerSecond,
    int appPublishesPerSecond,
    int presenceMembers,
    int presenceDataBytes,
    int outboxBytes,
    int channels) {

  /** No app's {@code outboxBytes} is less: what sends rests on it. */
  public static final int LEAST_OUTBOX_BYTES = 64 << 10;

  /** A client has an entry for each of its connections: so many on average. */
  public static final int ENTRIES_PER_MEMBER = 10;

  /** What an app gets where nothing else is said. */
  public static final Limits DEFAULT =
      new Limits(
          10_000, 200, 65_536, 100, 1_048_576, 100, 10_000, 1_000, 4_096, 4_194_304, 100_000);

  /** How many entries the members of one channel's presence have together, at most. */
  public int presenceEntries() {
    return entriesOf(presenceMembers);
  }

  /** How many entries so many members have together, at most. */
  public static int entriesOf(int members) {
    return (int) Math.min(Integer.MAX_VALUE, (long) members * ENTRIES_PER_MEMBER);
  }
}
