package dev.fanfare.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A publisher at one gateway that publishes numbers at a steady rate, the channels in turn, and
 * sends each again under its id until it is acknowledged. Its public methods block and are called
 * from one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed connect is heard by its listener
public final class Insistent implements Talk.Partner, AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);
  private static final long AGAIN_MILLIS = 50;

  /** The server refuses more requests of a connection at once; these wait for a place. */
  private static final int MOST_UNDER_WAY = 1_000;

  private final EventLoop loop;
  private final OnLoop onLoop;
  private final Talk talk;
  private final String token;
  private final List<String> channels;
  private final long periodNanos;
  private final Map<Long, Sent> underWay = new HashMap<>();
  private final List<BitSet> acknowledged;
  private final List<String> complaints = new ArrayList<>();
  private long begunNanos;
  private long sent;
  private long requests = 1;
  private long again;
  private long longestNanos;
  private boolean greeted;
  private boolean running;

  /** A message on its way. */
  private record Sent(int channel, int number, long firstNanos) {}

  private Insistent(Generator generator, String token, List<String> channels, int perSecond) {
    this.token = token;
    this.channels = List.copyOf(channels);
    loop = generator.publisherLoop();
    onLoop = new OnLoop(loop);
    talk = new Talk(this, false);
    periodNanos = 1_000_000_000L / perSecond;
    acknowledged = Stream.generate(BitSet::new).limit(channels.size()).toList();
  }

  /** Connects and begins. */
  public static Insistent begin(
      Generator generator,
      InetSocketAddress gateway,
      String token,
      List<String> channels,
      int perSecond) {
    Insistent one = new Insistent(generator, token, channels, perSecond);
    one.onLoop.ask(
        () ->
            generator
                .publish(gateway, one.talk)
                .addListener(
                    attempt -> {
                      if (!attempt.isSuccess()) {
                        one.talk.end(0);
                      }
                    }));
    if (!one.onLoop.await(CONNECT_WITHIN, () -> one.greeted)) {
      one.close();
      throw new BenchFailure("the publisher was not taken: " + one.complaints);
    }
    one.onLoop.ask(
        () -> {
          one.running = true;
          one.begunNanos = System.nanoTime();
          one.tick();
          return true;
        });
    return one;
  }

  private void tick() {
    if (!running) {
      return;
    }
    long due = (System.nanoTime() - begunNanos) / periodNanos + 1;
    while (sent < due && underWay.size() < MOST_UNDER_WAY) {
      int channel = (int) (sent % channels.size());
      int number = (int) (sent / channels.size());
      sent++;
      send(new Sent(channel, number, System.nanoTime()));
    }
    loop.schedule(this::tick, periodNanos, TimeUnit.NANOSECONDS);
  }

  private void send(Sent message) {
    long request = ++requests;
    underWay.put(request, message);
    talk.say(
        "{\"i\":"
            + request
            + ",\"op\":\"pub\",\"channel\":\""
            + channels.get(message.channel)
            + "\",\"id\":\""
            + message.number
            + "\",\"data\":"
            + message.number
            + "}");
  }

  @Override
  public void opened(Talk open) {
    open.say("{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\"" + token + "\"}");
  }

  @Override
  public void heard(Talk from, JsonNode frame) {
    long request = frame.path("i").asLong();
    if (request == 1) {
      greeted = frame.has("ok");
      return;
    }
    Sent message = underWay.remove(request);
    if (message == null) {
      return;
    }
    if (frame.has("ok")) {
      longestNanos = Math.max(longestNanos, System.nanoTime() - message.firstNanos);
      acknowledged.get(message.channel).set(message.number);
    } else if (frame.path("err").path("code").asInt() >= 50_000) {
      again++;
      long wait = AGAIN_MILLIS;
      underWay.put(-request, message); // it counts as under way until it is sent again
      loop.schedule(
          () -> {
            underWay.remove(-request);
            send(message);
          },
          wait,
          TimeUnit.MILLISECONDS);
    } else {
      complain("a publish was refused: " + frame.get("err"));
    }
  }

  @Override
  public void ended(Talk over, long waitMillis) {
    running = false;
    complain("the publisher's connection ended");
  }

  private void complain(String why) {
    if (complaints.size() < 10) {
      complaints.add(why);
    }
  }

  /**
   * What became of everything that was published.
   *
   * @param acknowledged the numbers of each channel that were
   * @param unanswered publishes that never were
   * @param longestSeconds from a message's first publish to its acknowledgement
   */
  public record Answered(
      List<BitSet> acknowledged,
      long count,
      long unanswered,
      long sentAgain,
      double longestSeconds,
      List<String> complaints) {}

  /** Stops, and waits for what is under way. */
  public Answered stop(Duration within) {
    onLoop.ask(
        () -> {
          running = false;
          return true;
        });
    onLoop.await(within, underWay::isEmpty);
    return onLoop.ask(
        () -> {
          long now = System.nanoTime();
          long waiting =
              underWay.values().stream().mapToLong(one -> now - one.firstNanos).max().orElse(0);
          return new Answered(
              acknowledged,
              acknowledged.stream().mapToLong(BitSet::cardinality).sum(),
              underWay.size(),
              again,
              Math.max(longestNanos, waiting) / 1e9,
              List.copyOf(complaints));
        });
  }

  /** Forgets how long publishes have taken so far. */
  public void forgetLongest() {
    onLoop.ask(
        () -> {
          longestNanos = 0;
          return true;
        });
  }

  @Override
  public void close() {
    onLoop.ask(
        () -> {
          running = false;
          talk.leave();
          return true;
        });
  }
}
