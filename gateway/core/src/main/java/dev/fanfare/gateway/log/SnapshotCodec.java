package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The bytes of a whole log. */
final class SnapshotCodec {
  private static final int VERSION = 2;

  private SnapshotCodec() {}

  static byte[] encode(LogState state, long time, long wallMicros) {
    ByteWriter out =
        new ByteWriter(256 + (int) Math.min(1 << 20, state.entries().messages().bytes()));
    out.put(VERSION);
    out.putVarint(time);
    out.putLong(wallMicros);
    PartCodec.writeBounds(state.bounds(), out);
    writeHead(state.head(), out);
    out.putLong(state.writer());
    out.putLong(state.lastTimeMicros());
    out.putVarint(state.busyUntil());
    writeEntries(state.entries(), out);
    writeIds(state.ids(), out);
    writePresence(state.presence(), out);
    writeOccupancy(state.occupancy(), out);
    writeFacts(state.facts(), out);
    return out.toBytes();
  }

  static LogState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    int version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("Unknown version of a snapshot: " + version);
    }
    LogState state = new LogState();
    state.clock().set(in.getNatural(), in.getLong());
    Bounds bounds = PartCodec.readBounds(in);
    Head head = readHead(in);
    state.restore(bounds, head, in.getLong(), in.getLong(), in.getNatural());
    readEntries(in, state.entries());
    each(in, 1, parts -> state.ids().add(PartCodec.readId(parts)));
    each(in, 1, parts -> readPresent(parts, state.presence()));
    each(in, 9, parts -> state.occupancy().set(parts.getLong(), parts.getInt()));
    readFacts(in, state.facts());
    in.end();
    return state;
  }

  private static void writeHead(Head head, ByteWriter out) {
    PartCodec.writePosition(head.top(), out);
    out.putVarint(head.chain().size());
    for (ChainLink link : head.chain()) {
      out.putLong(link.epoch());
      out.putVarint(link.firstOffset());
    }
  }

  private static Head readHead(ByteReader in) {
    Position top = PartCodec.readPosition(in);
    List<ChainLink> chain = new ArrayList<>();
    each(in, 9, parts -> chain.add(new ChainLink(parts.getLong(), parts.getNatural())));
    boolean fits =
        chain.isEmpty()
            ? top.equals(Position.NONE)
            : chain.get(chain.size() - 1).epoch() == top.epoch();
    if (!fits || chain.size() > LogState.CHAIN) {
      throw new IllegalArgumentException("The chain does not lead to " + top);
    }
    return new Head(top, chain);
  }

  private static void writeEntries(Entries entries, ByteWriter out) {
    out.putVarint(entries.lost());
    writeRing(entries.messages(), out);
    writeRing(entries.presence(), out);
    out.putFlag(entries.kept().isPresent());
    entries
        .kept()
        .ifPresent(
            kept -> {
              PartCodec.writeEntry(kept, out);
              out.putVarint(entries.keptTime());
            });
  }

  private static void writeRing(EntryRing ring, ByteWriter out) {
    out.putVarint(ring.size());
    for (int i = 0; i < ring.size(); i++) {
      PartCodec.writeEntry(ring.get(i), out);
      out.putVarint(ring.timeOf(i));
    }
  }

  private static void readEntries(ByteReader in, Entries entries) {
    entries.restore(in.getNatural());
    each(in, 1, parts -> readStored(parts, Entry.Kind.MESSAGE, entries));
    each(in, 1, parts -> readStored(parts, Entry.Kind.PRESENCE, entries));
    if (in.getFlag()) {
      entries.restoreKept(PartCodec.readEntry(in), in.getNatural());
    }
  }

  private static void readStored(ByteReader in, Entry.Kind kind, Entries entries) {
    Entry entry = PartCodec.readEntry(in);
    if (entry.kind() != kind) {
      throw new IllegalArgumentException("Not a " + kind + ": " + entry);
    }
    entries.add(entry, in.getNatural());
  }

  private static void writeIds(IdRing ids, ByteWriter out) {
    out.putVarint(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      PartCodec.writeId(ids.get(i), out);
    }
  }

  private static void writePresence(PresenceSet presence, ByteWriter out) {
    out.putVarint(presence.size());
    for (PresenceSet.Present present : presence.all()) {
      PartCodec.writeMember(present.member(), out);
      out.putLong(present.incarnation());
    }
  }

  private static void readPresent(ByteReader in, PresenceSet presence) {
    PresenceMember member = PartCodec.readMember(in);
    presence.put(member, in.getLong());
  }

  private static void writeOccupancy(Occupancy occupancy, ByteWriter out) {
    out.putVarint(occupancy.all().size());
    occupancy
        .all()
        .forEach(
            (incarnation, subscribers) -> {
              out.putLong(incarnation);
              out.putVarint(subscribers);
            });
  }

  private static void writeFacts(FactQueue facts, ByteWriter out) {
    out.putVarint(facts.lastSequence());
    out.putLong(facts.writer());
    out.putVarint(facts.dropped());
    out.putVarint(facts.waiting().size());
    for (Fact fact : facts.waiting()) {
      PartCodec.writeFact(fact, out);
      if (FactQueue.isDeparture(fact)) {
        out.putVarint(facts.cameAt(fact));
      }
    }
  }

  private static void readFacts(ByteReader in, FactQueue facts) {
    long sequence = in.getNatural();
    long writer = in.getLong();
    long dropped = in.getNatural();
    each(
        in,
        1,
        parts -> {
          Fact fact = PartCodec.readFact(parts);
          facts.put(fact, FactQueue.isDeparture(fact) ? parts.getNatural() : 0);
        });
    facts.restore(sequence, writer, dropped);
  }

  private static void each(ByteReader in, int leastBytes, Consumer<ByteReader> item) {
    int count = in.getCount(leastBytes);
    for (int i = 0; i < count; i++) {
      item.accept(in);
    }
  }
}
