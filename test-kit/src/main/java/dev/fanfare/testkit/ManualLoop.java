package dev.fanfare.testkit;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that runs its tasks when a test says so, on the test's thread and in a fixed order:
 * {@link #runAll()} runs what was handed in, {@link ManualClock#advance} also what was scheduled.
 * Tasks may be handed in on any thread.
 */
public final class ManualLoop implements Loop {
  private static final Comparator<Timer> SOONEST =
      Comparator.comparingLong((Timer timer) -> timer.dueNanos)
          .thenComparingLong(timer -> timer.number);

  private final int index;
  private final ManualClock clock;

  // Guarded by this.
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final ArrayDeque<Runnable> nextTurn = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(SOONEST);
  private long timersMade;

  private volatile @Nullable Thread running;

  /** A loop that lives by this clock. */
  public ManualLoop(int index, ManualClock clock) {
    this.index = index;
    this.clock = clock;
    clock.attach(this);
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread().equals(running);
  }

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public synchronized void executeNextTurn(Runnable task) {
    nextTurn.add(task);
  }

  @Override
  public synchronized Subscription schedule(Duration delay, Runnable task) {
    Timer timer =
        new Timer(clock.monotonicNanos() + Math.max(0, delay.toNanos()), timersMade++, task);
    timers.add(timer);
    return timer;
  }

  /**
   * Runs what was handed in, and what that hands in, until nothing is left.
   *
   * @return how many tasks ran; 0 also when called from within a task
   */
  public int runAll() {
    if (isCurrent()) {
      return 0;
    }
    int ran = 0;
    while (runOne()) {
      ran++;
    }
    return ran;
  }

  /**
   * Runs the rest of this turn: what was handed in and what that hands in, but for what is left to
   * the next turn. What a test does before the next call is what the loop's sockets bring in
   * between.
   */
  public void runTurn() {
    while (waiting() > 0) {
      runOne();
    }
    beginTurn();
  }

  private synchronized void beginTurn() {
    tasks.addAll(nextTurn);
    nextTurn.clear();
  }

  /** Runs the next task alone, for tests that interleave loops. Whether there was one. */
  public boolean runOne() {
    Runnable task;
    synchronized (this) {
      if (tasks.isEmpty()) {
        beginTurn();
      }
      task = tasks.poll();
    }
    if (task == null) {
      return false;
    }
    running = Thread.currentThread();
    try {
      task.run();
    } finally {
      running = null;
    }
    return true;
  }

  /**
   * Runs a task on this loop at once, before those that wait, as a test's own act upon the loop.
   */
  public void act(Runnable task) {
    synchronized (this) {
      tasks.addFirst(task);
    }
    runOne();
  }

  /** How many tasks wait to run in this turn. */
  public synchronized int waiting() {
    return tasks.size();
  }

  /** How many timers wait for their time. */
  public synchronized int timers() {
    return timers.size();
  }

  synchronized long nextDueNanos() {
    Timer next = timers.peek();
    return next == null ? Long.MAX_VALUE : next.dueNanos;
  }

  /** Moves the timers whose time has come to the tasks. */
  synchronized void wake() {
    for (Timer next = timers.peek();
        next != null && next.dueNanos <= clock.monotonicNanos();
        next = timers.peek()) {
      timers.remove();
      tasks.add(next);
    }
  }

  private final class Timer implements Runnable, Subscription {
    private final long dueNanos;
    private final long number;
    private final Runnable task;
    private volatile boolean closed;

    private Timer(long dueNanos, long number, Runnable task) {
      this.dueNanos = dueNanos;
      this.number = number;
      this.task = task;
    }

    @Override
    public void run() {
      if (!closed) {
        task.run();
      }
    }

    @Override
    public void close() {
      closed = true;
      synchronized (ManualLoop.this) {
        timers.remove(this);
      }
    }
  }
}
