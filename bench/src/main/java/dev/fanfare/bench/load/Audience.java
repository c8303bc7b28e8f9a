package dev.fanfare.bench.load;

import dev.fanfare.bench.measure.Cost;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Subscribers of some channels, and whoever publishes to them: opened once, measured over a window,
 * judged at the end. Its methods block and are called from one thread.
 */
public final class Audience implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(90);
  private static final Duration CATCH_UP_WITHIN = Duration.ofSeconds(10);

  private final Generator generator;
  private final InetSocketAddress publishersAt;
  private final Wire wire;
  private final List<String> channels;
  private final Score score = new Score();
  private final Score publisherScore = new Score();
  private final List<Fleet> fleets = new ArrayList<>();
  private final Fleet subscribers;

  private Audience(
      Generator generator,
      InetSocketAddress server,
      InetSocketAddress publishersAt,
      Wire wire,
      List<String> channels,
      int subscribersPerChannel) {
    this.generator = generator;
    this.publishersAt = publishersAt;
    this.wire = wire;
    this.channels = channels;
    List<Client.Role> roles =
        IntStream.range(0, channels.size() * subscribersPerChannel)
            .mapToObj(
                i -> {
                  int channel = i % channels.size();
                  return new Client.Role(i, false, channel, channels.get(channel));
                })
            .toList();
    subscribers = new Fleet(generator, server, wire, score, roles);
    fleets.add(subscribers);
  }

  /** Connects and subscribes. */
  public static Audience open(
      Generator generator,
      InetSocketAddress server,
      Wire wire,
      List<String> channels,
      int subscribersPerChannel) {
    return open(generator, server, server, wire, channels, subscribersPerChannel);
  }

  /** The same, with publishers at another server. */
  public static Audience open(
      Generator generator,
      InetSocketAddress server,
      InetSocketAddress publishersAt,
      Wire wire,
      List<String> channels,
      int subscribersPerChannel) {
    Audience audience =
        new Audience(generator, server, publishersAt, wire, channels, subscribersPerChannel);
    try {
      audience.subscribers.open(CONNECT_WITHIN);
    } catch (BenchFailure failed) {
      audience.close();
      throw failed;
    }
    return audience;
  }

  /** A window over a running load: what came, what it cost, and what was lost until the end. */
  public record Heard(
      Cost cost,
      long deliveries,
      Histogram latencyNanos,
      long published,
      long lost,
      long repeated,
      long late,
      long broken,
      int stalls,
      int turnedAway,
      List<String> complaints) {}

  /**
   * Publishes, lets the server settle, measures for a window, stops, waits for what is under way,
   * and judges everything that was ever published.
   *
   * @param publishers connections that publish; one a channel where the wire wants that
   * @param meter read at both ends of the window, together with the count of deliveries
   */
  public Heard measure(
      Load load, int publishers, Duration settle, Duration window, Supplier<Cost> meter) {
    return measure(load, publishers, settle, window, meter, () -> {});
  }

  /**
   * The same.
   *
   * @param settled called when the window begins
   */
  public Heard measure(
      Load load,
      int publishers,
      Duration settle,
      Duration window,
      Supplier<Cost> meter,
      Runnable settled) {
    Fleet press = openPublishers(publishers);
    Press printing = new Press(channels, press.clients());
    EventLoop publisherLoop = press.loop();
    Drive drive =
        switch (load) {
          case Load.PerSecond rate -> new Paced(publisherLoop, printing, rate.messages());
          case Load.InFlight flight ->
              new ClosedLoop(publisherLoop, subscribers.loop(), printing, score, flight.messages());
        };
    if (drive instanceof ClosedLoop closed) {
      int each = subscribers.clients().size() / channels.size();
      on(subscribers.loop(), () -> listen(closed, each));
    }
    on(publisherLoop, () -> run(drive::start));
    Pause.of(settle);
    Mark begin = mark(meter, true);
    settled.run();
    Pause.of(window);
    Mark end = mark(meter, false);
    on(publisherLoop, () -> run(drive::stop));
    int[] published = on(publisherLoop, printing::perChannel);
    awaitEverything(published);
    int stalls = drive instanceof ClosedLoop closed ? on(publisherLoop, closed::stalls) : 0;
    List<String> complaints = new ArrayList<>(on(publisherLoop, () -> publisherScore.complaints()));
    return on(subscribers.loop(), () -> heard(begin, end, published, stalls, complaints));
  }

  private Fleet openPublishers(int atMost) {
    int count = wire.publisherPerChannel() ? channels.size() : Math.min(atMost, channels.size());
    List<Client.Role> roles =
        IntStream.range(0, count)
            .mapToObj(i -> new Client.Role(i, true, i, channels.get(i)))
            .toList();
    Fleet press = new Fleet(generator, publishersAt, wire, publisherScore, roles);
    fleets.add(press);
    press.open(CONNECT_WITHIN);
    return press;
  }

  private record Mark(Cost cost, long deliveries, Histogram latency) {}

  /**
   * What was used is read first and elsewhere: of ten processes that takes tens of milliseconds.
   */
  private Mark mark(Supplier<Cost> meter, boolean afresh) {
    Cost cost = meter.get();
    return on(
        subscribers.loop(),
        () -> {
          Mark mark = new Mark(cost, score.deliveries(), score.latency());
          if (afresh) {
            score.resetLatency();
          }
          return mark;
        });
  }

  private void awaitEverything(int[] published) {
    long deadline = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
    while (on(subscribers.loop(), () -> missing(published)) > 0 && System.nanoTime() < deadline) {
      Pause.of(Duration.ofMillis(50));
    }
    Pause.of(Duration.ofMillis(200)); // what is repeated comes after what is not
  }

  private long missing(int[] published) {
    long missing = 0;
    for (Client client : subscribers.clients()) {
      missing += published[client.role().channel()] - client.judge().received();
    }
    return missing;
  }

  private Heard heard(Mark begin, Mark end, int[] published, int stalls, List<String> complaints) {
    long repeated = 0;
    long late = 0;
    for (Client client : subscribers.clients()) {
      repeated += client.judge().repeated();
      late += client.judge().late();
    }
    complaints.addAll(score.complaints());
    return new Heard(
        end.cost().since(begin.cost()),
        end.deliveries() - begin.deliveries(),
        end.latency(),
        IntStream.of(published).asLongStream().sum(),
        missing(published),
        repeated,
        late,
        score.brokenMessages(),
        stalls,
        subscribers.turnedAway(),
        List.copyOf(complaints));
  }

  /** What it subscribes to. */
  public List<String> channels() {
    return channels;
  }

  /** From now on the subscribers take nothing more, although they stay connected. */
  public void stopReading() {
    on(subscribers.loop(), () -> run(() -> subscribers.clients().forEach(Client::stopReading)));
  }

  /** The same, until they read on. */
  public void pauseReading() {
    on(subscribers.loop(), () -> run(() -> subscribers.clients().forEach(Client::pause)));
  }

  /** They take again what comes. */
  public void readOn() {
    on(subscribers.loop(), () -> run(() -> subscribers.clients().forEach(Client::readOn)));
  }

  /** From now on the server may end their connections. */
  public void dismiss() {
    on(subscribers.loop(), () -> run(() -> subscribers.clients().forEach(Client::dismiss)));
  }

  /** How many connections are over, once all are or the time is up. */
  public long over(Duration within) {
    return await(
        within,
        subscribers.clients().size(),
        () -> subscribers.clients().stream().filter(Client::isOver).count());
  }

  /** To how many connections the server said goodbye. */
  public long goodbyes() {
    return on(
        subscribers.loop(),
        () -> subscribers.clients().stream().filter(client -> client.closeCode() > 0).count());
  }

  /** How many different messages each has received, in the order of their numbers. */
  public List<Long> received() {
    return on(
        subscribers.loop(),
        () -> subscribers.clients().stream().map(client -> client.judge().received()).toList());
  }

  /** How many have received just so many messages, once all have or the time is up. */
  public long whole(List<Long> expected, Duration within) {
    return await(
        within,
        expected.size(),
        () ->
            subscribers.clients().stream()
                .filter(client -> client.judge().received() == expected.get(client.role().index()))
                .count());
  }

  private long await(Duration within, long all, Callable<Long> count) {
    long deadline = System.nanoTime() + within.toNanos();
    long counted = on(subscribers.loop(), count);
    while (counted < all && System.nanoTime() < deadline) {
      Pause.of(Duration.ofMillis(20));
      counted = on(subscribers.loop(), count);
    }
    return counted;
  }

  /** How often the server was too busy to take a connection at once. */
  public int turnedAway() {
    return on(subscribers.loop(), subscribers::turnedAway);
  }

  /** What went wrong so far. */
  public List<String> complaints() {
    return on(subscribers.loop(), score::complaints);
  }

  @Override
  public void close() {
    for (int i = fleets.size() - 1; i >= 0; i--) {
      fleets.get(i).close();
    }
  }

  private static Boolean listen(ClosedLoop closed, int connections) {
    closed.listen(connections);
    return true;
  }

  private static Boolean run(Runnable task) {
    task.run();
    return true;
  }

  private static <T> T on(EventLoop loop, Callable<T> task) {
    try {
      return loop.submit(task).get();
    } catch (ExecutionException failed) {
      throw new BenchFailure(String.valueOf(failed.getCause()), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted", interrupted);
    }
  }
}
