package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.ChannelLog.Context;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A real log for the tests of what follows it. */
final class Logbook {
  private final Random random = new Random(11);
  private ChannelLog log = new ChannelLog();
  private long writer = 1;
  private long micros = 1_700_000_000_000_000L;
  private Bounds bounds = new Bounds(1_000, 1_000_000, Duration.ofMinutes(2), 1_000, 0, false, 100);

  /** Writes messages and gives their entries. */
  List<Entry> write(int count) {
    List<Entry> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(write("m"));
    }
    return written;
  }

  Entry write(String text) {
    var submission = new LogChange.Submission(Draft.of(Payload.text(text)), Optional.empty());
    var reply = apply(new LogChange.Append(List.of(submission), bounds));
    if (reply instanceof LogChange.AppendReply.Appended appended) {
      return appended.places().get(0).entry().orElseThrow();
    }
    throw new AssertionError(reply);
  }

  /** Writes a change of presence. */
  Entry enter(String client) {
    var reply =
        apply(
            new LogChange.Present(
                LogChange.Present.Kind.ENTER,
                new ClientId(client),
                new ConnectionId(client),
                1,
                Optional.empty(),
                bounds));
    if (reply instanceof LogChange.PresentReply.Changed(Entry entry)) {
      return entry;
    }
    throw new AssertionError(reply);
  }

  /** Another member owns the log from now on: the next entry begins an epoch. */
  void changeOwner() {
    writer++;
  }

  /** Everything is lost. */
  void burn() {
    log = new ChannelLog();
    writer++;
  }

  /** Goes on from an earlier state, as a backup does that missed what came last. */
  void goBackTo(byte[] snapshot) {
    log = ChannelLog.restore(snapshot);
    writer++;
  }

  byte[] snapshot() {
    return log.snapshot();
  }

  void keep(int messages, int presenceChanges) {
    bounds = new Bounds(messages, 1_000_000, Duration.ofMinutes(2), presenceChanges, 0, false, 100);
  }

  Head head() {
    return log.head();
  }

  Slice after(Position position) {
    return after(position, 1_000);
  }

  Slice after(Position position, int entries) {
    return log.read(new LogQuery.After(position, entries, 1_000_000), context());
  }

  private <R> R apply(LogChange<R> change) {
    micros += 10;
    return log.apply(change, context()).reply();
  }

  private Context context() {
    return new Context(micros, micros * 1_000, writer, random);
  }
}
