package dev.fanfare.gateway.edge.gate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Counts the sockets of one server. Any thread. */
public final class Turnstile {
  /** Sockets above the bounds that are still told why they are turned away. */
  private static final int TOLD = 1_000;

  private final AdmissionOptions options;
  private final Room room;
  private final Opens opens;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();
  // As many keys as there are strangers, at most.
  private final ConcurrentHashMap<Object, Integer> perAddress = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** A turnstile that nobody has passed yet. */
  public Turnstile(AdmissionOptions options) {
    this(options, System::nanoTime);
  }

  Turnstile(AdmissionOptions options, LongSupplier nanoTime) {
    this.options = options;
    this.room = new Room(options.unfinishedBytes());
    this.opens = new Opens(options.opensPerSecond(), nanoTime);
  }

  /** What to do with a new socket. */
  public enum Entry {
    /** It is welcome. */
    WELCOME,
    /** There are too many: tell it to come back later. It is counted. */
    TURNED_AWAY,
    /** There are so many that they are not even told. It is not counted. */
    DROPPED
  }

  /** A socket was accepted. Unless it is dropped, it is to be given to {@link #left} once. */
  public Entry enter(InetAddress address) {
    int open = connections.incrementAndGet();
    int strange = strangers.incrementAndGet();
    int same = perAddress.merge(keyOf(address), 1, Integer::sum);
    boolean welcome =
        open <= options.connections()
            && strange <= options.strangers()
            && same <= options.strangersPerAddress();
    if (welcome) {
      return Entry.WELCOME;
    }
    if (open > options.connections() + TOLD
        || strange > options.strangers() + TOLD
        || same > options.strangersPerAddress() + TOLD) {
      left(address, true);
      return Entry.DROPPED;
    }
    return Entry.TURNED_AWAY;
  }

  /** A socket's client has shown who it is. */
  public void trusted(InetAddress address) {
    strangers.decrementAndGet();
    perAddress.computeIfPresent(keyOf(address), (key, n) -> n == 1 ? null : n - 1);
  }

  /** The client of a socket that was trusted carries HTTP again and shows who it is anew. */
  public void strangeAgain(InetAddress address) {
    strangers.incrementAndGet();
    perAddress.merge(keyOf(address), 1, Integer::sum);
  }

  /** A socket was closed. */
  public void left(InetAddress address, boolean asStranger) {
    connections.decrementAndGet();
    if (asStranger) {
      trusted(address);
    }
  }

  /** For what is not complete. */
  public Room room() {
    return room;
  }

  /** Open sockets. */
  public int connections() {
    return connections.get();
  }

  /** Those of them whose client has not shown who it is. */
  public int strangers() {
    return strangers.get();
  }

  /** From now on nobody is welcome, and connections that carry HTTP end with their next answer. */
  public void drain() {
    draining = true;
  }

  /** Whether the server is about to stop. */
  public boolean draining() {
    return draining;
  }

  /** Whether a loop is too late to take on a new session. */
  public boolean isTooLate(Duration lag) {
    return lag.compareTo(options.maxLag()) > 0;
  }

  /**
   * Whether a conversation may be opened now; each yes counts. Who is connected already comes
   * first, then who comes back: for it half of the bucket is kept, and a loop may be twice as late.
   *
   * @param comesBack whether the client says that it was connected before
   * @param lag how late its loop is
   */
  public boolean mayOpen(boolean comesBack, Duration lag) {
    return !isTooLate(comesBack ? lag.dividedBy(2) : lag) && opens.take(comesBack);
  }

  /** When to come back; different for each, so that they do not all come at once. */
  public Duration retryAfter() {
    long least = options.retryAfter().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, 2 * least + 1));
  }

  private static Object keyOf(InetAddress address) {
    if (address instanceof Inet6Address six) {
      byte[] bytes = six.getAddress();
      Arrays.fill(bytes, 8, 16, (byte) 0);
      return java.nio.ByteBuffer.wrap(bytes);
    }
    return address;
  }
}
