package dev.fanfare.bench.http;

import dev.fanfare.bench.load.BenchFailure;
import dev.fanfare.bench.load.Generator;
import dev.fanfare.bench.load.Pause;
import dev.fanfare.bench.measure.Cost;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Connections that publish in a closed loop: each has one request under way, and sends the next
 * when it has the whole answer. Everything happens on the publishers' loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that fails says so to its handler
public final class Posting implements AutoCloseable {
  private static final int CHANNELS = 100;
  private static final int DATA_BYTES = 128;
  private static final int MOST_COMPLAINTS = 10;
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);

  private final Posts posts;
  private final int eventsPerRequest;
  private final EventLoop loop;
  private final List<Poster> posters;
  private final List<String> complaints = new ArrayList<>();
  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
  private boolean running;
  private boolean leaving;
  private long sequence;
  private long accepted;
  private long notOk;

  private Posting(Generator generator, Posts posts, int connections, int eventsPerRequest) {
    this.posts = posts;
    this.eventsPerRequest = eventsPerRequest;
    loop = generator.publisherLoop();
    posters = IntStream.range(0, connections).mapToObj(i -> new Poster()).toList();
  }

  /** Connects, and publishes nothing yet. */
  public static Posting open(
      Generator generator,
      InetSocketAddress server,
      Posts posts,
      int connections,
      int eventsPerRequest) {
    Posting posting = new Posting(generator, posts, connections, eventsPerRequest);
    List<ChannelFuture> attempts =
        posting.on(
            () -> posting.posters.stream().map(poster -> generator.post(server, poster)).toList());
    for (ChannelFuture attempt : attempts) {
      if (!attempt.awaitUninterruptibly(CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
          || !attempt.isSuccess()) {
        posting.close();
        throw new BenchFailure("a publisher could not connect: " + attempt.cause());
      }
    }
    return posting;
  }

  /**
   * A window over a running load.
   *
   * @param accepted requests that were answered with 200
   * @param notOk those with any other answer
   * @param latencyNanos of all of them, from the write to the whole answer
   * @param complaints what went wrong since the connections were opened; at most ten
   */
  public record Heard(
      Cost cost, long accepted, long notOk, Histogram latencyNanos, List<String> complaints) {}

  /**
   * Publishes, lets the server settle, measures for a window, and stops; answers that are then
   * under way are not counted. May be called again.
   *
   * @param meter read at both ends of the window
   */
  public Heard measure(Duration settle, Duration window, Supplier<Cost> meter) {
    on(this::start);
    Pause.of(settle);
    Cost begin = on(() -> afresh(meter));
    Pause.of(window);
    return on(() -> ended(begin, meter));
  }

  private int start() {
    running = true;
    posters.forEach(Poster::begin);
    return posters.size();
  }

  private Cost afresh(Supplier<Cost> meter) {
    latency.reset();
    accepted = 0;
    notOk = 0;
    return meter.get();
  }

  private Heard ended(Cost begin, Supplier<Cost> meter) {
    Cost cost = meter.get().since(begin);
    running = false;
    return new Heard(cost, accepted, notOk, latency.copy(), List.copyOf(complaints));
  }

  private void complain(String why) {
    if (!leaving && complaints.size() < MOST_COMPLAINTS) {
      complaints.add(why);
    }
  }

  private <T> T on(Callable<T> task) {
    return loop.submit(task).syncUninterruptibly().getNow();
  }

  private List<Posts.Event> next() {
    List<Posts.Event> events = new ArrayList<>(eventsPerRequest);
    for (int i = 0; i < eventsPerRequest; i++) {
      String number = String.format(Locale.ROOT, "%016d", sequence);
      events.add(
          new Posts.Event(
              "bench-http-" + sequence % CHANNELS, number + ".".repeat(DATA_BYTES - 16)));
      sequence++;
    }
    return events;
  }

  @Override
  public void close() {
    on(
        () -> {
          running = false;
          leaving = true;
          posters.forEach(Poster::leave);
          return posters.size();
        });
  }

  /** One connection. */
  private final class Poster extends ChannelInboundHandlerAdapter {
    private final Answers answers = new Answers();
    private Optional<ChannelHandlerContext> open = Optional.empty();
    private boolean underWay;
    private long sentNanos;

    /** Where an answer is still under way, the loop goes on with it. */
    void begin() {
      if (!underWay) {
        open.ifPresent(this::send);
      }
    }

    void leave() {
      open.ifPresent(ChannelHandlerContext::close);
    }

    private void send(ChannelHandlerContext context) {
      byte[] request = posts.request(next()); // what signing takes is not latency
      underWay = true;
      sentNanos = System.nanoTime();
      context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      open = Optional.of(context);
      if (leaving) {
        context.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      try {
        switch (answers.read(in)) {
          case Answers.Answer.Incomplete waiting -> {}
          case Answers.Answer.Complete answer -> answered(context, answer);
          case Answers.Answer.Unreadable unreadable -> {
            complain("an answer cannot be read: " + unreadable.head());
            context.close();
          }
        }
      } finally {
        in.release();
      }
    }

    private void answered(ChannelHandlerContext context, Answers.Answer.Complete answer) {
      underWay = false;
      latency.recordValue(Math.clamp(System.nanoTime() - sentNanos, 0, LONGEST_NANOS));
      if (answer.status() == 200) {
        accepted++;
      } else {
        notOk++;
        complain("a publish was answered with " + answer.status() + ": " + answer.body());
      }
      if (running) {
        send(context);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open = Optional.empty();
      complain("the server ended a connection that was to be kept open");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      complain(cause.toString());
      context.close();
    }
  }
}
