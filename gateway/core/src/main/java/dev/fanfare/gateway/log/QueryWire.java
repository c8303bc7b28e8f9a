package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Queries and their answers as bytes; see {@link ChangeWire}. */
public final class QueryWire {
  private static final int RESOLVE = 0;
  private static final int AFTER = 1;
  private static final int HISTORY = 2;
  private static final int PRESENCE = 3;
  private static final int STATUS = 4;
  private static final int SETTLED_FACTS = 5;

  private QueryWire() {}

  /** A query as bytes. */
  public static byte[] encode(LogQuery<?> query) {
    ByteWriter out = new ByteWriter(48);
    switch (query) {
      case LogQuery.Resolve(Start start) -> {
        out.put(RESOLVE);
        write(start, out);
      }
      case LogQuery.After(Position position, int maxEntries, int maxBytes) -> {
        out.put(AFTER);
        PartCodec.writePosition(position, out);
        out.putVarint(Math.max(0, maxEntries));
        out.putVarint(Math.max(0, maxBytes));
      }
      case LogQuery.History(var from, Direction direction, int limit) -> {
        out.put(HISTORY);
        out.putFlag(from.isPresent());
        from.ifPresent(position -> PartCodec.writePosition(position, out));
        out.putFlag(direction == Direction.FORWARDS);
        out.putVarint(Math.max(0, limit));
      }
      case LogQuery.Presence(var client, int limit, var cursor) -> {
        out.put(PRESENCE);
        out.putFlag(client.isPresent());
        client.ifPresent(who -> out.putText(who.text()));
        out.putVarint(Math.max(0, limit));
        out.putFlag(cursor.isPresent());
        cursor.ifPresent(out::putText);
      }
      case LogQuery.Status() -> out.put(STATUS);
      case LogQuery.SettledFacts(int limit) -> {
        out.put(SETTLED_FACTS);
        out.putVarint(Math.max(0, limit));
      }
    }
    return out.toBytes();
  }

  /** Reads what {@link #encode} gave. */
  public static LogQuery<?> decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    LogQuery<?> query =
        switch (in.get()) {
          case RESOLVE -> new LogQuery.Resolve(readStart(in));
          case AFTER -> new LogQuery.After(PartCodec.readPosition(in), in.getInt(), in.getInt());
          case HISTORY -> {
            Optional<Position> from = optionalPosition(in);
            Direction direction = in.getFlag() ? Direction.FORWARDS : Direction.BACKWARDS;
            yield new LogQuery.History(from, direction, in.getInt());
          }
          case PRESENCE -> {
            Optional<ClientId> client = optionalText(in).map(ClientId::new);
            int limit = in.getInt();
            yield new LogQuery.Presence(client, limit, optionalText(in));
          }
          case STATUS -> new LogQuery.Status();
          case SETTLED_FACTS -> new LogQuery.SettledFacts(in.getInt());
          default -> throw new IllegalArgumentException("Unknown kind of query");
        };
    in.end();
    return query;
  }

  /** The answer to a query as bytes. */
  public static <R> byte[] encodeAnswer(LogQuery<R> query, R answer) {
    ByteWriter out = new ByteWriter(128);
    Object given = answer;
    switch (query) {
      case LogQuery.Resolve resolve -> {
        LogQuery.Resolved resolved = (LogQuery.Resolved) given;
        PartCodec.writePosition(resolved.position(), out);
        write(resolved.continuity(), out);
        write(resolved.head(), out);
      }
      case LogQuery.After after -> {
        Slice slice = (Slice) given;
        write(slice.continuity(), out);
        write(slice.entries(), out);
        out.putVarint(slice.endOffset());
        out.putFlag(slice.more());
        write(slice.head(), out);
      }
      case LogQuery.History history -> {
        LogQuery.HistoryReply page = (LogQuery.HistoryReply) given;
        write(page.entries(), out);
        write(page.next(), out);
      }
      case LogQuery.Presence presence -> {
        PresencePage page = (PresencePage) given;
        PartCodec.writePosition(page.position(), out);
        out.putVarint(page.total());
        out.putVarint(page.members().size());
        page.members().forEach(member -> PartCodec.writeMember(member, out));
        out.putFlag(page.next().isPresent());
        page.next().ifPresent(out::putText);
      }
      case LogQuery.Status status -> {
        LogQuery.State state = (LogQuery.State) given;
        write(state.head(), out);
        out.putVarint(state.subscribers());
        out.putVarint(state.presenceMembers());
        out.putVarint(state.presenceClients());
        write(state.last().stream().toList(), out);
      }
      case LogQuery.SettledFacts facts -> {
        LogQuery.FactsReply reply = (LogQuery.FactsReply) given;
        out.putVarint(reply.facts().size());
        reply.facts().forEach(fact -> PartCodec.writeFact(fact, out));
        out.putVarint(reply.dropped());
      }
    }
    return out.toBytes();
  }

  /** Reads what {@link #encodeAnswer} gave for the same query. */
  @SuppressWarnings("unchecked") // each kind of query is answered by its own kind of reply
  public static <R> R decodeAnswer(LogQuery<R> query, byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    Object answer =
        switch (query) {
          case LogQuery.Resolve resolve ->
              new LogQuery.Resolved(PartCodec.readPosition(in), readContinuity(in), readHead(in));
          case LogQuery.After after ->
              new Slice(
                  readContinuity(in),
                  ChangeWire.list(in, PartCodec::readEntry),
                  in.getNatural(),
                  in.getFlag(),
                  readHead(in));
          case LogQuery.History history ->
              new LogQuery.HistoryReply(
                  ChangeWire.list(in, PartCodec::readEntry), optionalPosition(in));
          case LogQuery.Presence presence -> {
            Position position = PartCodec.readPosition(in);
            int total = in.getInt();
            List<PresenceMember> members = ChangeWire.list(in, PartCodec::readMember);
            yield new PresencePage(position, total, members, optionalText(in));
          }
          case LogQuery.Status status ->
              new LogQuery.State(
                  readHead(in),
                  in.getInt(),
                  in.getInt(),
                  in.getInt(),
                  ChangeWire.list(in, PartCodec::readEntry).stream().findFirst());
          case LogQuery.SettledFacts facts ->
              new LogQuery.FactsReply(ChangeWire.list(in, PartCodec::readFact), in.getNatural());
        };
    in.end();
    return (R) answer;
  }

  /** Where a log stands, as bytes. */
  public static byte[] encode(Head head) {
    ByteWriter out = new ByteWriter(48);
    write(head, out);
    return out.toBytes();
  }

  /** Reads what {@link #encode(Head)} gave. */
  public static Head decodeHead(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    Head head = readHead(in);
    in.end();
    return head;
  }

  private static void write(Start start, ByteWriter out) {
    switch (start) {
      case Start.Now() -> out.put(0);
      case Start.After(Position position) -> {
        out.put(1);
        PartCodec.writePosition(position, out);
      }
      case Start.Last(int messages) -> {
        out.put(2);
        out.putVarint(Math.max(0, messages));
      }
      case Start.Within(Duration age) -> {
        out.put(3);
        out.putVarint(Math.max(0, age.toMillis()));
      }
    }
  }

  private static Start readStart(ByteReader in) {
    return switch (in.get()) {
      case 0 -> new Start.Now();
      case 1 -> new Start.After(PartCodec.readPosition(in));
      case 2 -> new Start.Last(in.getInt());
      case 3 -> new Start.Within(Duration.ofMillis(in.getNatural()));
      default -> throw new IllegalArgumentException("Unknown start of a subscription");
    };
  }

  private static void write(Continuity continuity, ByteWriter out) {
    switch (continuity) {
      case Continuity.Full() -> out.put(0);
      case Continuity.Gap(long from, long to) -> {
        out.put(1);
        out.putVarint(from);
        out.putVarint(to);
      }
      case Continuity.Reset(Why why) -> {
        out.put(2);
        out.putText(why.name());
      }
    }
  }

  private static Continuity readContinuity(ByteReader in) {
    return switch (in.get()) {
      case 0 -> new Continuity.Full();
      case 1 -> new Continuity.Gap(in.getNatural(), in.getNatural());
      case 2 -> new Continuity.Reset(Why.valueOf(in.getText()));
      default -> throw new IllegalArgumentException("Unknown continuity");
    };
  }

  private static void write(Head head, ByteWriter out) {
    PartCodec.writePosition(head.top(), out);
    out.putVarint(head.chain().size());
    for (ChainLink link : head.chain()) {
      out.putLong(link.epoch());
      out.putVarint(link.firstOffset());
    }
    out.putVarint(head.subscribers());
  }

  private static Head readHead(ByteReader in) {
    Position top = PartCodec.readPosition(in);
    List<ChainLink> chain =
        ChangeWire.list(in, from -> new ChainLink(from.getLong(), from.getNatural()));
    return new Head(top, chain, in.getInt());
  }

  private static void write(List<Entry> entries, ByteWriter out) {
    out.putVarint(entries.size());
    entries.forEach(entry -> PartCodec.writeEntry(entry, out));
  }

  private static void write(Optional<Position> position, ByteWriter out) {
    out.putFlag(position.isPresent());
    position.ifPresent(there -> PartCodec.writePosition(there, out));
  }

  private static Optional<Position> optionalPosition(ByteReader in) {
    return in.getFlag() ? Optional.of(PartCodec.readPosition(in)) : Optional.empty();
  }

  private static Optional<String> optionalText(ByteReader in) {
    return in.getFlag() ? Optional.of(in.getText()) : Optional.empty();
  }
}
