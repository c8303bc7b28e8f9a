package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes and their replies as bytes, for stores whose logs live in other processes. What cannot
 * have been written here is refused with {@link IllegalArgumentException}.
 */
public final class ChangeWire {
  private static final int APPEND = 0;
  private static final int PRESENT = 1;
  private static final int OCCUPY = 2;
  private static final int REAP = 3;
  private static final int MISS_LAST = 4;
  private static final int FORGET_FACTS = 5;
  private static final int SWEEP = 6;

  private ChangeWire() {}

  /** A change as bytes. */
  public static byte[] encode(LogChange<?> change) {
    ByteWriter out = new ByteWriter(128);
    switch (change) {
      case LogChange.Append append -> {
        out.put(APPEND);
        PartCodec.writeBounds(append.bounds(), out);
        out.putVarint(append.mostLogs());
        out.putVarint(append.submissions().size());
        append.submissions().forEach(submission -> write(submission, out));
      }
      case LogChange.Present present -> {
        out.put(PRESENT);
        out.putFlag(present.kind() == LogChange.Present.Kind.ENTER);
        out.putText(present.client().text());
        out.putText(present.connection().text());
        out.putLong(present.incarnation());
        out.putFlag(present.data().isPresent());
        present.data().ifPresent(data -> PayloadCodec.write(data, out));
        PartCodec.writeBounds(present.bounds(), out);
        out.putVarint(present.mostLogs());
      }
      case LogChange.Occupy occupy -> {
        out.put(OCCUPY);
        out.putLong(occupy.incarnation());
        out.putVarint(Math.max(0, occupy.subscribers()));
        out.putVarint(occupy.mostLogs());
      }
      case LogChange.Reap reap -> {
        out.put(REAP);
        out.putLong(reap.incarnation());
      }
      case LogChange.MissLast(int mostLogs) -> {
        out.put(MISS_LAST);
        out.putVarint(mostLogs);
      }
      case LogChange.ForgetFacts forget -> {
        out.put(FORGET_FACTS);
        out.putVarint(forget.sequence());
      }
      case LogChange.Sweep() -> out.put(SWEEP);
    }
    return out.toBytes();
  }

  /** Reads what {@link #encode} gave. */
  public static LogChange<?> decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    LogChange<?> change =
        switch (in.get()) {
          case APPEND -> {
            Bounds bounds = PartCodec.readBounds(in);
            int mostLogs = in.getInt();
            yield new LogChange.Append(list(in, ChangeWire::readSubmission), bounds, mostLogs);
          }
          case PRESENT -> readPresent(in);
          case OCCUPY -> new LogChange.Occupy(in.getLong(), in.getInt(), in.getInt());
          case REAP -> new LogChange.Reap(in.getLong());
          case MISS_LAST -> new LogChange.MissLast(in.getInt());
          case FORGET_FACTS -> new LogChange.ForgetFacts(in.getNatural());
          case SWEEP -> new LogChange.Sweep();
          default -> throw new IllegalArgumentException("Unknown kind of change");
        };
    in.end();
    return change;
  }

  /** The reply to a change as bytes. */
  public static <R> byte[] encodeReply(LogChange<R> change, R reply) {
    ByteWriter out = new ByteWriter(64);
    Object given = reply;
    switch (change) {
      case LogChange.Append append -> write((AppendReply) given, out);
      case LogChange.Present present -> write((PresentReply) given, out);
      case LogChange.Occupy occupy -> out.putVarint(((LogChange.OccupyReply) given).subscribers());
      case LogChange.Reap reap -> {
        List<Entry> leaves = ((LogChange.ReapReply) given).leaves();
        out.putVarint(leaves.size());
        leaves.forEach(entry -> PartCodec.writeEntry(entry, out));
      }
      case LogChange.MissLast miss -> out.putFlag(((LogChange.MissLastReply) given).noted());
      case LogChange.ForgetFacts forget -> {
        List<Fact> facts = ((LogChange.FactsReply) given).facts();
        out.putVarint(facts.size());
        facts.forEach(fact -> PartCodec.writeFact(fact, out));
      }
      case LogChange.Sweep sweep -> out.putFlag(((LogChange.SweepReply) given).removable());
    }
    return out.toBytes();
  }

  /** Reads what {@link #encodeReply} gave for the same change. */
  @SuppressWarnings("unchecked") // each kind of change is answered by its own kind of reply
  public static <R> R decodeReply(LogChange<R> change, byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    Object reply =
        switch (change) {
          case LogChange.Append append -> readAppendReply(in);
          case LogChange.Present present -> readPresentReply(in);
          case LogChange.Occupy occupy -> new LogChange.OccupyReply(in.getInt());
          case LogChange.Reap reap -> new LogChange.ReapReply(list(in, PartCodec::readEntry));
          case LogChange.MissLast miss -> new LogChange.MissLastReply(in.getFlag());
          case LogChange.ForgetFacts forget ->
              new LogChange.FactsReply(list(in, PartCodec::readFact));
          case LogChange.Sweep sweep -> new LogChange.SweepReply(in.getFlag());
        };
    in.end();
    return (R) reply;
  }

  private static void write(Submission submission, ByteWriter out) {
    out.putBlock(Entry.of(new Message(Position.NONE, 0, submission.draft())).bytes());
    out.putFlag(submission.clientEvent());
    out.putFlag(submission.dedupe().isPresent());
    submission
        .dedupe()
        .ifPresent(
            id -> {
              out.putLong(id.high());
              out.putLong(id.low());
            });
  }

  private static Submission readSubmission(ByteReader in) {
    Message message = Entry.ofBytes(in.getBlock()).message();
    boolean clientEvent = in.getFlag();
    Optional<Id128> dedupe =
        in.getFlag() ? Optional.of(new Id128(in.getLong(), in.getLong())) : Optional.empty();
    return new Submission(message.draft(), dedupe, clientEvent);
  }

  private static LogChange.Present readPresent(ByteReader in) {
    var kind = in.getFlag() ? LogChange.Present.Kind.ENTER : LogChange.Present.Kind.LEAVE;
    ClientId client = new ClientId(in.getText());
    ConnectionId connection = new ConnectionId(in.getText());
    long incarnation = in.getLong();
    Optional<Payload> data = in.getFlag() ? Optional.of(PayloadCodec.read(in)) : Optional.empty();
    return new LogChange.Present(
        kind, client, connection, incarnation, data, PartCodec.readBounds(in), in.getInt());
  }

  private static void write(AppendReply reply, ByteWriter out) {
    switch (reply) {
      case AppendReply.Appended(List<Place> places) -> {
        out.put(0);
        out.putVarint(places.size());
        places.forEach(place -> write(place, out));
      }
      case AppendReply.UnknownTarget(String serial) -> {
        out.put(1);
        out.putText(serial);
      }
      case AppendReply.Unavailable() -> out.put(2);
      case AppendReply.NoLog(Room why) -> {
        out.put(3);
        write(why, out);
      }
    }
  }

  private static AppendReply readAppendReply(ByteReader in) {
    return switch (in.get()) {
      case 0 -> new AppendReply.Appended(list(in, ChangeWire::readPlace));
      case 1 -> new AppendReply.UnknownTarget(in.getText());
      case 2 -> new AppendReply.Unavailable();
      case 3 -> new AppendReply.NoLog(readRoom(in));
      default -> throw new IllegalArgumentException("Unknown reply to an append");
    };
  }

  private static void write(Place place, ByteWriter out) {
    PartCodec.writePosition(place.position(), out);
    out.putVarint(place.timeMicros());
    out.putFlag(place.entry().isPresent());
    place.entry().ifPresent(entry -> PartCodec.writeEntry(entry, out));
  }

  private static Place readPlace(ByteReader in) {
    Position position = PartCodec.readPosition(in);
    long timeMicros = in.getVarint();
    return new Place(
        position,
        timeMicros,
        in.getFlag() ? Optional.of(PartCodec.readEntry(in)) : Optional.empty());
  }

  private static void write(PresentReply reply, ByteWriter out) {
    switch (reply) {
      case PresentReply.Changed(Entry entry) -> {
        out.put(0);
        PartCodec.writeEntry(entry, out);
      }
      case PresentReply.Unchanged(Position position) -> {
        out.put(1);
        PartCodec.writePosition(position, out);
      }
      case PresentReply.Full(int members, int entries) -> {
        out.put(2);
        out.putVarint(members);
        out.putVarint(entries);
      }
      case PresentReply.Unavailable() -> out.put(3);
      case PresentReply.NoLog(Room why) -> {
        out.put(4);
        write(why, out);
      }
    }
  }

  private static PresentReply readPresentReply(ByteReader in) {
    return switch (in.get()) {
      case 0 -> new PresentReply.Changed(PartCodec.readEntry(in));
      case 1 -> new PresentReply.Unchanged(PartCodec.readPosition(in));
      case 2 -> new PresentReply.Full(in.getInt(), in.getInt());
      case 3 -> new PresentReply.Unavailable();
      case 4 -> new PresentReply.NoLog(readRoom(in));
      default -> throw new IllegalArgumentException("Unknown reply to a change of presence");
    };
  }

  private static void write(Room room, ByteWriter out) {
    out.put(
        switch (room) {
          case FREE -> 0;
          case LATER -> 1;
          case APP_IS_FULL -> 2;
          case STORE_IS_FULL -> 3;
        });
  }

  private static Room readRoom(ByteReader in) {
    return switch (in.get()) {
      case 0 -> Room.FREE;
      case 1 -> Room.LATER;
      case 2 -> Room.APP_IS_FULL;
      case 3 -> Room.STORE_IS_FULL;
      default -> throw new IllegalArgumentException("Unknown reason why there is no log");
    };
  }

  static <T> List<T> list(ByteReader in, java.util.function.Function<ByteReader, T> read) {
    int count = in.getCount(1);
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(read.apply(in));
    }
    return items;
  }
}
