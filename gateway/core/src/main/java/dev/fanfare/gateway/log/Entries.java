package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a log keeps of its entries. Messages and presence stand in one order but in a ring each, so
 * that neither pushes the other out.
 *
 * <p>A message is <em>lost</em> when it was trimmed before its time to live had passed. Whoever
 * asks for what follows an offset before {@link #lost} is to be told. Everything else that is
 * missing is a hole that means nothing.
 */
final class Entries {
  private final EntryRing messages = new EntryRing();
  private final EntryRing presence = new EntryRing();
  private long lost;

  /**
   * The newest message that was trimmed from the history and outlives it; only while the bounds say
   * so.
   */
  private @Nullable Entry kept;

  private long keptTime;

  EntryRing messages() {
    return messages;
  }

  EntryRing presence() {
    return presence;
  }

  /** The offset of the newest lost message as of the last trimming; 0 when none is lost. */
  long lost() {
    return lost;
  }

  Optional<Entry> kept() {
    return Optional.ofNullable(kept);
  }

  long keptTime() {
    return keptTime;
  }

  boolean isEmpty() {
    return messages.isEmpty() && presence.isEmpty() && kept == null;
  }

  /** Whether nothing would be left by a {@link #trim}. */
  boolean isEmptyAt(Bounds bounds, long now) {
    return firstMessage(bounds, now) == messages.size()
        && firstPresence(bounds, now) == presence.size()
        && last(bounds, now).isEmpty();
  }

  void add(Entry entry, long time) {
    switch (entry.kind()) {
      case MESSAGE -> messages.add(entry, time);
      case PRESENCE -> presence.add(entry, time);
    }
  }

  /** Takes over what a snapshot says beside the entries. */
  void restore(long lostOffset) {
    lost = lostOffset;
  }

  /** Takes over the last message of a snapshot. */
  void restoreKept(Entry last, long time) {
    kept = last;
    keptTime = time;
  }

  /**
   * Lets go what the bounds do not allow, and what is older than the first epoch that is
   * remembered.
   */
  void trim(Bounds bounds, long now, long firstOffset) {
    long oldest = oldest(bounds, now);
    while (!messages.isEmpty()
        && (messages.size() > bounds.messages()
            || messages.bytes() > bounds.bytes()
            || messages.timeOf(0) <= oldest
            || messages.get(0).offset() < firstOffset)) {
      trimMessage(now);
    }
    while (!presence.isEmpty()
        && (presence.size() > bounds.presenceChanges()
            || presence.timeOf(0) <= oldest
            || presence.get(0).offset() < Math.max(firstOffset, lost))) {
      presence.removeFirst();
    }
    if (!bounds.keepLast() || (kept != null && isExpired(kept, keptTime, now))) {
      kept = null;
    }
  }

  /** Whether {@link #trim} would change anything. */
  boolean needsTrim(Bounds bounds, long now) {
    long oldest = oldest(bounds, now);
    return (!messages.isEmpty() && messages.timeOf(0) <= oldest)
        || (!presence.isEmpty() && presence.timeOf(0) <= oldest)
        || (kept != null && isExpired(kept, keptTime, now));
  }

  /** The index of the first message that is not too old, whether or not it was trimmed already. */
  int firstMessage(Bounds bounds, long now) {
    return messages.indexSince(oldest(bounds, now) + 1);
  }

  /** The index of the first presence entry that is not too old. */
  int firstPresence(Bounds bounds, long now) {
    return presence.indexSince(oldest(bounds, now) + 1);
  }

  /**
   * The offset of the newest lost message, those counted in that are too old but not trimmed yet.
   */
  long lost(Bounds bounds, long now) {
    for (int i = firstMessage(bounds, now) - 1; i >= 0; i--) {
      if (!isExpired(i, now)) {
        return messages.get(i).offset();
      }
    }
    return lost;
  }

  /** Whether the message at an index is past its time to live. */
  boolean isExpired(int index, long now) {
    return isExpired(messages.get(index), messages.timeOf(index), now);
  }

  /** Whether the message at an index belongs to the history. */
  boolean isHistory(int index, long now) {
    return isHistory(messages.get(index), messages.timeOf(index), now);
  }

  /** The newest message of the history; failing that, the one that outlived it. */
  Optional<Entry> last(Bounds bounds, long now) {
    int first = firstMessage(bounds, now);
    for (int i = messages.size() - 1; i >= first; i--) {
      if (isHistory(i, now)) {
        return Optional.of(messages.get(i));
      }
    }
    if (!bounds.keepLast()) {
      return Optional.empty();
    }
    for (int i = first - 1; i >= 0; i--) {
      if (isHistory(i, now)) {
        return Optional.of(messages.get(i));
      }
    }
    return kept().filter(entry -> isHistory(entry, keptTime, now));
  }

  /** Whether a new message stands at this place, so that others may change it. */
  boolean isTarget(Position position, Bounds bounds, long now) {
    int index = messages.indexAfter(position.offset()) - 1;
    if (index >= firstMessage(bounds, now)
        && messages.get(index).position().equals(position)
        && !isExpired(index, now)) {
      return isNew(messages.get(index));
    }
    return last(bounds, now).filter(it -> it.position().equals(position) && isNew(it)).isPresent();
  }

  private void trimMessage(long now) {
    long time = messages.timeOf(0);
    Entry entry = messages.removeFirst();
    if (!isExpired(entry, time, now)) {
      lost = entry.offset();
    }
    if (isHistory(entry, time, now)) {
      kept = entry;
      keptTime = time;
    }
  }

  /** What came at this time or before it is too old. */
  private static long oldest(Bounds bounds, long now) {
    return now - Micros.of(bounds.age());
  }

  private static boolean isNew(Entry entry) {
    return !EntryCodec.has(EntryCodec.IS_CHANGE, entry.bytes());
  }

  private static boolean isHistory(Entry entry, long time, long now) {
    return !EntryCodec.has(EntryCodec.NO_STORE, entry.bytes()) && !isExpired(entry, time, now);
  }

  private static boolean isExpired(Entry entry, long time, long now) {
    return EntryCodec.has(EntryCodec.HAS_TTL, entry.bytes())
        && now - time >= EntryCodec.ttlMicros(entry.bytes());
  }
}
