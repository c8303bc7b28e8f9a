package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.Effect.Bounded;
import dev.fanfare.gateway.log.Effect.FactAdded;
import dev.fanfare.gateway.log.Effect.FactsForgotten;
import dev.fanfare.gateway.log.Effect.Known;
import dev.fanfare.gateway.log.Effect.MemberIs;
import dev.fanfare.gateway.log.Effect.Occupied;
import dev.fanfare.gateway.log.Effect.Reached;
import dev.fanfare.gateway.log.Effect.Stored;
import dev.fanfare.gateway.log.Effect.Swept;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a delta.
 *
 * <pre>
 * version 1 | writer 8 | time | wallMicros 8 | effects: count, each kind 1 and its parts
 * </pre>
 */
final class DeltaCodec {
  private static final int VERSION = 1;

  private DeltaCodec() {}

  static byte[] encode(Delta delta) {
    ByteWriter out = new ByteWriter(512);
    out.put(VERSION);
    out.putLong(delta.writer());
    out.putVarint(delta.time());
    out.putLong(delta.wallMicros());
    out.putVarint(delta.effects().size());
    delta.effects().forEach(effect -> write(effect, out));
    return out.toBytes();
  }

  static Delta decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    int version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("Unknown version of a delta: " + version);
    }
    long writer = in.getLong();
    long time = in.getNatural();
    long wallMicros = in.getLong();
    int count = in.getCount(1);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      effects.add(read(in));
    }
    in.end();
    return new Delta(writer, time, wallMicros, effects);
  }

  private static void write(Effect effect, ByteWriter out) {
    switch (effect) {
      case Bounded(Bounds bounds) -> {
        out.put(0);
        PartCodec.writeBounds(bounds, out);
      }
      case Stored(Entry entry, long time, long incarnation) -> {
        out.put(1);
        PartCodec.writeEntry(entry, out);
        out.putVarint(time);
        out.putLong(incarnation);
      }
      case Known(IdRing.Remembered remembered) -> {
        out.put(2);
        PartCodec.writeId(remembered, out);
      }
      case MemberIs(var member, long incarnation) -> {
        out.put(3);
        PartCodec.writeMember(member, out);
        out.putLong(incarnation);
      }
      case Reached(long epoch, long offset) -> {
        out.put(4);
        out.putLong(epoch);
        out.putVarint(offset);
      }
      case Occupied(long incarnation, int subscribers) -> {
        out.put(5);
        out.putLong(incarnation);
        out.putVarint(subscribers);
      }
      case FactAdded(Fact fact, long previous) -> {
        out.put(6);
        PartCodec.writeFact(fact, out);
        out.putVarint(previous);
      }
      case FactsForgotten(long sequence) -> {
        out.put(7);
        out.putVarint(sequence);
      }
      case Swept() -> out.put(8);
    }
  }

  private static Effect read(ByteReader in) {
    int kind = in.get();
    return switch (kind) {
      case 0 -> new Bounded(PartCodec.readBounds(in));
      case 1 -> new Stored(PartCodec.readEntry(in), in.getNatural(), in.getLong());
      case 2 -> new Known(PartCodec.readId(in));
      case 3 -> new MemberIs(PartCodec.readMember(in), in.getLong());
      case 4 -> new Reached(in.getLong(), in.getNatural());
      case 5 -> new Occupied(in.getLong(), in.getInt());
      case 6 -> new FactAdded(PartCodec.readFact(in), in.getNatural());
      case 7 -> new FactsForgotten(in.getVarint());
      case 8 -> new Swept();
      default -> throw new IllegalArgumentException("Unknown effect " + kind);
    };
  }
}
