package dev.fanfare.bench.cluster;

import dev.fanfare.gateway.backend.hazelcast.HazelcastChannelStore;
import dev.fanfare.gateway.backend.hazelcast.StoreClient;
import dev.fanfare.gateway.backend.hazelcast.StoreOptions;
import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A process that appends through a client of the store as a gateway does, so many at once, until
 * its input ends. To each line of its input it answers what it has done since the line before:
 * appends, failures, and the latency's p50 and p99 in nanoseconds.
 */
public final class Appends {
  private static final int MESSAGE_BYTES = 200;
  private static final Bounds BOUNDS = Bounds.of(ChannelRule.DEFAULT, 1_000, 1_000);
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final HazelcastChannelStore store;
  private final List<ChannelKey> channels;
  private final Payload payload = Payload.text("x".repeat(MESSAGE_BYTES));
  private final Draft.Sender sender =
      new Draft.Sender(Optional.empty(), Optional.of(new ConnectionId("bench-connection")));
  private final AtomicLong begun = new AtomicLong();
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Recorder latency = new Recorder(LONGEST_NANOS, 3);

  private Appends(HazelcastChannelStore store, String app, int channels) {
    this.store = store;
    this.channels =
        IntStream.range(0, channels)
            .mapToObj(i -> new ChannelKey(new AppId(app), new ChannelName("append-" + i)))
            .toList();
  }

  /**
   * Runs until the input ends.
   *
   * @param arguments name, secret and members of the store, app, channels, appends in flight
   */
  public static void main(String[] arguments) throws IOException {
    StoreOptions options =
        new StoreOptions(
            arguments[0], arguments[1], List.of(arguments[2].split(",", -1)), Site.EACH);
    try (StoreClient client = StoreClient.connect(options, 20_000)) {
      Appends appends =
          new Appends(
              new HazelcastChannelStore(client), arguments[3], Integer.parseInt(arguments[4]));
      int inFlight = Integer.parseInt(arguments[5]);
      for (int i = 0; i < inFlight; i++) {
        appends.next();
      }
      appends.answer();
    }
    System.exit(0); // what is in flight does not matter any more
  }

  private void next() {
    long number = begun.getAndIncrement();
    long start = System.nanoTime();
    LogChange.Submission submission =
        new LogChange.Submission(Draft.of(payload).sentBy(sender), Optional.empty());
    store
        .apply(
            channels.get((int) (number % channels.size())),
            new LogChange.Append(List.of(submission), BOUNDS))
        .onComplete(
            reply -> over(start, reply instanceof AppendReply.Appended),
            failure -> over(start, false));
  }

  private void over(long start, boolean stored) {
    latency.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - start));
    (stored ? done : failed).increment();
    next();
  }

  private void answer() throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      Histogram heard = latency.getIntervalHistogram();
      out.println(
          done.sumThenReset()
              + " "
              + failed.sumThenReset()
              + " "
              + heard.getValueAtPercentile(50)
              + " "
              + heard.getValueAtPercentile(99));
    }
  }
}
