package dev.fanfare.testkit.contract;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Entries as a log would write them, for ports that carry or keep them without a log. */
final class Entries {
  static final long EPOCH = 0x5EED;

  /** Microseconds since 1970 of the entry with offset 0. */
  static final long START_MICROS = 1_700_000_000_000_000L;

  private Entries() {}

  /** A message whose text is its offset. */
  static Entry message(long offset) {
    return message(EPOCH, offset, Draft.of(Payload.text(String.valueOf(offset))));
  }

  /** A message a second later than the one before. */
  static Entry message(long epoch, long offset, Draft draft) {
    long time = START_MICROS + offset * 1_000_000;
    return Entry.of(new Message(new Position(epoch, offset), time, draft));
  }

  /** The messages of these offsets, both included. */
  static List<Entry> messages(long from, long to) {
    List<Entry> entries = new ArrayList<>();
    for (long offset = from; offset <= to; offset++) {
      entries.add(message(offset));
    }
    return entries;
  }

  static Entry presence(long offset) {
    long time = START_MICROS + offset * 1_000_000;
    PresenceMember member =
        new PresenceMember(
            new ClientId("ann"), new ConnectionId("c1"), Optional.empty(), offset, time);
    return Entry.of(
        new PresenceChange(new Position(EPOCH, offset), PresenceChange.Action.ENTER, member, 1));
  }

  static List<Long> offsets(List<Entry> entries) {
    return entries.stream().map(Entry::offset).toList();
  }
}
