package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import java.time.Duration;
import java.util.Optional;

/** The parts that deltas and snapshots have in common, as bytes. */
final class PartCodec {
  private PartCodec() {}

  static void writeBounds(Bounds bounds, ByteWriter out) {
    out.putVarint(bounds.messages());
    out.putVarint(bounds.bytes());
    out.putVarint(Math.max(0, bounds.age().toSeconds()));
    out.putVarint(bounds.age().toNanosPart());
    out.putVarint(bounds.presenceChanges());
    out.putVarint(bounds.ids());
    out.putFlag(bounds.keepLast());
    out.putVarint(bounds.presenceMembers());
  }

  static Bounds readBounds(ByteReader in) {
    return new Bounds(
        in.getInt(),
        in.getInt(),
        Duration.ofSeconds(in.getNatural(), nanos(in)),
        in.getInt(),
        in.getInt(),
        in.getFlag(),
        in.getInt());
  }

  static void writeEntry(Entry entry, ByteWriter out) {
    out.putBlock(entry.bytes());
  }

  /** An entry of which everything that the log itself looks at can be read. */
  static Entry readEntry(ByteReader in) {
    Entry entry = Entry.ofBytes(in.getBlock());
    if (entry.offset() == 0) {
      throw new IllegalArgumentException("An entry of a log has an offset");
    }
    switch (entry.kind()) {
      case MESSAGE -> EntryCodec.ttlMicros(entry.bytes());
      case PRESENCE -> entry.presence();
    }
    return entry;
  }

  static void writeId(IdRing.Remembered remembered, ByteWriter out) {
    out.putLong(remembered.id().high());
    out.putLong(remembered.id().low());
    writePosition(remembered.position(), out);
    out.putVarint(remembered.timeMicros());
    out.putVarint(remembered.came());
  }

  static IdRing.Remembered readId(ByteReader in) {
    return new IdRing.Remembered(
        new Id128(in.getLong(), in.getLong()), readPosition(in), in.getVarint(), in.getNatural());
  }

  static void writePosition(Position position, ByteWriter out) {
    out.putLong(position.epoch());
    out.putVarint(position.offset());
  }

  static Position readPosition(ByteReader in) {
    return new Position(in.getLong(), in.getNatural());
  }

  static void writeMember(PresenceMember member, ByteWriter out) {
    out.putText(member.client().text());
    out.putText(member.connection().text());
    out.putVarint(member.offset());
    out.putVarint(member.timeMicros());
    out.putFlag(member.data().isPresent());
    member.data().ifPresent(data -> PayloadCodec.write(data, out));
  }

  static PresenceMember readMember(ByteReader in) {
    ClientId client = new ClientId(in.getText());
    ConnectionId connection = new ConnectionId(in.getText());
    long offset = in.getNatural();
    long timeMicros = in.getVarint();
    Optional<Payload> data = in.getFlag() ? Optional.of(PayloadCodec.read(in)) : Optional.empty();
    return new PresenceMember(client, connection, data, offset, timeMicros);
  }

  static void writeFact(Fact fact, ByteWriter out) {
    out.put(
        switch (fact) {
          case Fact.Occupied occupied -> 0;
          case Fact.Vacated vacated -> 1;
          case Fact.MemberAdded added -> 2;
          case Fact.MemberRemoved removed -> 3;
          case Fact.Subscribers subscribers -> 4;
          case Fact.CacheMissed missed -> 5;
          case Fact.ClientEvent event -> 6;
        });
    out.putVarint(fact.sequence());
    out.putVarint(fact.timeMicros());
    switch (fact) {
      case Fact.Occupied occupied -> {}
      case Fact.Vacated vacated -> {}
      case Fact.MemberAdded added -> out.putText(added.client().text());
      case Fact.MemberRemoved removed -> out.putText(removed.client().text());
      case Fact.Subscribers subscribers -> out.putVarint(subscribers.count());
      case Fact.CacheMissed missed -> {}
      case Fact.ClientEvent event -> {
        out.putText(event.event());
        PayloadCodec.write(event.payload(), out);
        out.putText(event.connection().text());
        out.putFlag(event.client().isPresent());
        event.client().ifPresent(client -> out.putText(client.text()));
      }
    }
  }

  static Fact readFact(ByteReader in) {
    int kind = in.get();
    long sequence = in.getNatural();
    long timeMicros = in.getVarint();
    return switch (kind) {
      case 0 -> new Fact.Occupied(sequence, timeMicros);
      case 1 -> new Fact.Vacated(sequence, timeMicros);
      case 2 -> new Fact.MemberAdded(sequence, timeMicros, new ClientId(in.getText()));
      case 3 -> new Fact.MemberRemoved(sequence, timeMicros, new ClientId(in.getText()));
      case 4 -> new Fact.Subscribers(sequence, timeMicros, in.getInt());
      case 5 -> new Fact.CacheMissed(sequence, timeMicros);
      case 6 ->
          new Fact.ClientEvent(
              sequence,
              timeMicros,
              in.getText(),
              PayloadCodec.read(in),
              new ConnectionId(in.getText()),
              in.getFlag() ? Optional.of(new ClientId(in.getText())) : Optional.empty());
      default -> throw new IllegalArgumentException("Unknown kind of fact " + kind);
    };
  }

  private static int nanos(ByteReader in) {
    int nanos = in.getInt();
    if (nanos >= 1_000_000_000) {
      throw new IllegalArgumentException("More nanoseconds than a second has");
    }
    return nanos;
  }
}
