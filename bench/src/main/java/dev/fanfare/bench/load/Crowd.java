package dev.fanfare.bench.load;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Subscribers spread over gateways, who go on elsewhere when theirs is gone, as docs/spec/client.md
 * says that clients do: after half a second, more or less, or when the server says so. Its public
 * methods block and are called from one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed connect is heard by its listener
public final class Crowd implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(90);

  /** Connects under way at once, while all come for the first time. */
  private static final int AT_ONCE = 64;

  private static final int WAIT_MILLIS = 500;

  private final Generator generator;
  private final EventLoop loop;
  private final OnLoop onLoop;
  private final List<InetSocketAddress> gateways;
  private final List<Traveller> clients = new ArrayList<>();
  private final List<Talk> talks = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Set<Integer> doomed = new HashSet<>();
  private final Random random = new Random(7);
  private int opened;
  private long faults;
  private long turnedAway;
  private boolean closing;

  private Crowd(Generator generator, List<InetSocketAddress> gateways) {
    this.generator = generator;
    this.gateways = List.copyOf(gateways);
    loop = generator.subscriberLoop();
    onLoop = new OnLoop(loop);
  }

  /**
   * Connects and subscribes, client i to channel i modulo channels at gateway i modulo gateways.
   *
   * @param last how many messages of the past each asks for at first
   */
  public static Crowd open(
      Generator generator,
      List<InetSocketAddress> gateways,
      String token,
      List<String> channels,
      int clients,
      int last) {
    Crowd crowd = new Crowd(generator, gateways);
    Desk desk = crowd.new Desk();
    for (int i = 0; i < clients; i++) {
      int channel = i % channels.size();
      int gateway = i % gateways.size();
      crowd.clients.add(new Traveller(desk, token, channels.get(channel), channel, gateway, last));
      crowd.talks.add(new Talk(crowd.clients.get(i), false));
    }
    crowd.onLoop.ask(
        () -> {
          for (int i = 0; i < AT_ONCE; i++) {
            crowd.openNext();
          }
          return true;
        });
    if (!crowd.onLoop.await(CONNECT_WITHIN, crowd::allSubscribed)) {
      crowd.close();
      throw new BenchFailure("not every client was subscribed: " + crowd.complaints);
    }
    return crowd;
  }

  private void openNext() {
    if (opened < clients.size()) {
      connect(opened++);
    }
  }

  private void connect(int index) {
    Traveller client = clients.get(index);
    Talk talk = new Talk(client, client.returns());
    talks.set(index, talk);
    generator
        .listen(gateways.get(client.gateway()), talk)
        .addListener(
            attempt -> {
              if (!attempt.isSuccess()) {
                talk.end(0);
              }
            });
  }

  private final class Desk implements Traveller.Host {
    @Override
    public void subscribed() {
      if (!closing) {
        openNext();
      }
    }

    /** It comes back: elsewhere, and not all at the same moment. */
    @Override
    public void ended(Traveller client, long waitMillis) {
      if (closing) {
        return;
      }
      if (waitMillis == 0 && !doomed.contains(client.gateway())) {
        fault("a gateway that was well ended a connection");
      }
      if (gateways.size() > 1) {
        int others = 1 + random.nextInt(gateways.size() - 1);
        client.gateway((client.gateway() + others) % gateways.size());
      }
      int index = clients.indexOf(client);
      long wait = waitMillis > 0 ? waitMillis : WAIT_MILLIS / 2;
      loop.schedule(
          () -> {
            if (!closing) {
              connect(index);
            }
          },
          wait + random.nextInt(WAIT_MILLIS),
          TimeUnit.MILLISECONDS);
    }

    @Override
    public void turnedAway() {
      turnedAway++;
    }

    @Override
    public void fault(String why) {
      faults++;
      if (complaints.size() < 10) {
        complaints.add(why);
      }
    }
  }

  private boolean allSubscribed() {
    return clients.stream().allMatch(Traveller::isSubscribed);
  }

  /** How many clients are at a gateway, which is about to be killed: they are to leave it. */
  public long doom(int gateway) {
    return onLoop.ask(
        () -> {
          doomed.add(gateway);
          return clients.stream().filter(client -> client.gateway() == gateway).count();
        });
  }

  /**
   * Those who went on elsewhere since a moment.
   *
   * @param lastSeconds from that moment until the last of them had
   */
  public record Resumed(long clients, double lastSeconds) {}

  /** Waits until so many have, or the time is up. */
  public Resumed resumed(long sinceNanos, long expected, Duration within) {
    onLoop.await(within, () -> resumedSince(sinceNanos) >= expected && allSubscribed());
    return onLoop.ask(
        () ->
            new Resumed(
                resumedSince(sinceNanos),
                clients.stream()
                        .filter(Traveller::isSubscribed)
                        .mapToLong(client -> client.resumedNanos() - sinceNanos)
                        .max()
                        .orElse(0)
                    / 1e9));
  }

  private long resumedSince(long sinceNanos) {
    return clients.stream()
        .filter(client -> client.isSubscribed() && client.resumedNanos() - sinceNanos > 0)
        .count();
  }

  /** How many of these numbers of each channel have not come to a subscriber of it, at the end. */
  public long missing(List<BitSet> published, Duration within) {
    onLoop.await(within, () -> missing(published) == 0);
    return onLoop.ask(() -> missing(published));
  }

  private long missing(List<BitSet> published) {
    return clients.stream().mapToLong(one -> one.missing(published.get(one.channel()))).sum();
  }

  /** How many messages came more than once. */
  public long repeated() {
    return onLoop.ask(() -> clients.stream().mapToLong(Traveller::repeated).sum());
  }

  /** How many messages came at a place that was passed. */
  public long late() {
    return onLoop.ask(() -> clients.stream().mapToLong(Traveller::late).sum());
  }

  /** Everything that should not happen to clients, beside that a killed gateway is gone. */
  public long faults() {
    return onLoop.ask(() -> faults);
  }

  /** The first of them. */
  public List<String> complaints() {
    return onLoop.ask(() -> List.copyOf(complaints));
  }

  /** How often one was asked to come back later, and did. */
  public long comingLater() {
    return onLoop.ask(() -> turnedAway);
  }

  @Override
  public void close() {
    onLoop.ask(
        () -> {
          closing = true;
          talks.forEach(Talk::leave);
          return true;
        });
  }
}
