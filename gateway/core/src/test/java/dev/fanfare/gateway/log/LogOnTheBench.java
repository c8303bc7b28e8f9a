package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.ChannelLog.Outcome;
import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.AppendReply.Appended;
import dev.fanfare.gateway.log.LogChange.Place;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogChange.Submission;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A log with a clock that a test moves by hand, and with words for what tests do. */
final class LogOnTheBench {
  static final long START_MICROS = 1_700_000_000_000_000L;

  ChannelLog log = new ChannelLog();
  Bounds bounds = new Bounds(1_000, 2_000_000, Duration.ofMinutes(2), 1_000, 10_000, false, 1_000);
  long writer = 1;
  long wallMicros = START_MICROS;
  long monotonicNanos = 5;
  Delta delta = Delta.NONE;
  List<Fact> facts = List.of();
  private final Random random = new Random(7);

  Context context() {
    return new Context(wallMicros, monotonicNanos, writer, random);
  }

  <R> R apply(LogChange<R> change) {
    Outcome<R> outcome = log.apply(change, context());
    delta = outcome.delta();
    facts = outcome.facts();
    return outcome.reply();
  }

  <R> R read(LogQuery<R> query) {
    return log.read(query, context());
  }

  void advance(Duration time) {
    wallMicros += time.toNanos() / 1_000;
    monotonicNanos += time.toNanos();
  }

  AppendReply append(Submission... submissions) {
    return apply(new Append(List.of(submissions), bounds));
  }

  /** Publishes texts, each in an append of its own, and gives the last one's place. */
  Place publish(String... texts) {
    Place last = null;
    for (String text : texts) {
      last = places(append(plain(text))).get(0);
    }
    if (last == null) {
      throw new IllegalArgumentException("nothing to publish");
    }
    return last;
  }

  Place publish(Draft draft) {
    return places(append(new Submission(draft, Optional.empty()))).get(0);
  }

  Place publishOnce(String id, String text) {
    return places(append(known(id, text))).get(0);
  }

  PresentReply enter(String client, String data) {
    return enter(client, client + "-1", 100, data);
  }

  PresentReply enter(String client, String connection, long incarnation, String data) {
    return apply(
        new Present(
            Present.Kind.ENTER,
            new ClientId(client),
            new ConnectionId(connection),
            incarnation,
            Optional.of(Payload.text(data)),
            bounds));
  }

  PresentReply leave(String client) {
    return leave(client, client + "-1");
  }

  PresentReply leave(String client, String connection) {
    return apply(
        new Present(
            Present.Kind.LEAVE,
            new ClientId(client),
            new ConnectionId(connection),
            100,
            Optional.empty(),
            bounds));
  }

  LogQuery.Resolved resume(Position position) {
    return read(new LogQuery.Resolve(new Start.After(position)));
  }

  Slice after(Position position) {
    return read(new LogQuery.After(position, 1_000, 1_000_000));
  }

  List<String> history() {
    return texts(read(new LogQuery.History(Optional.empty(), Direction.FORWARDS, 1_000)).entries());
  }

  Position top() {
    return log.head().top();
  }

  void bounds(int messages, int bytes, Duration age) {
    bounds = new Bounds(messages, bytes, age, bounds.presenceChanges(), bounds.ids(), false, 1_000);
  }

  static Submission plain(String text) {
    return new Submission(draft(text), Optional.empty());
  }

  static Submission known(String id, String text) {
    return new Submission(draft(text), Optional.of(Id128.ofMessageId(id)));
  }

  static Submission change(Draft.Action action, String serial) {
    return new Submission(changing(action, serial), Optional.empty());
  }

  static Draft draft(String text) {
    return Draft.of(Payload.text(text));
  }

  static Draft changing(Draft.Action action, String serial) {
    return with(
        draft("changed"), false, Optional.empty(), Optional.of(new Draft.Change(action, serial)));
  }

  static Draft unstored(String text) {
    return with(draft(text), true, Optional.empty(), Optional.empty());
  }

  static Draft expiring(String text, Duration ttl) {
    return with(draft(text), false, Optional.of(ttl), Optional.empty());
  }

  private static Draft with(
      Draft draft, boolean noStore, Optional<Duration> ttl, Optional<Draft.Change> change) {
    return new Draft(
        draft.name(),
        draft.payload(),
        draft.key(),
        draft.id(),
        draft.tags(),
        draft.extras(),
        false,
        noStore,
        draft.except(),
        ttl,
        change,
        draft.from());
  }

  static List<Place> places(AppendReply reply) {
    if (reply instanceof Appended(List<Place> places)) {
      return places;
    }
    throw new AssertionError("Not appended: " + reply);
  }

  static List<String> texts(List<Entry> entries) {
    return entries.stream().flatMap(LogOnTheBench::text).toList();
  }

  private static Stream<String> text(Entry entry) {
    return switch (entry.kind()) {
      case MESSAGE -> Stream.of(entry.message().draft().payload().text());
      case PRESENCE ->
          Stream.of(entry.presence().action() + " " + entry.presence().member().client());
    };
  }
}
