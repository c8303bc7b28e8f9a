package dev.fanfare.gateway.edge.loop;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Subscription;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop of Netty's, shared with Vert.x. */
public final class EdgeLoop implements Loop {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeLoop.class);

  /** The loop whose thread this is. */
  private static final FastThreadLocal<@Nullable EdgeLoop> HERE = new FastThreadLocal<>();

  private final int index;
  private final EventLoop eventLoop;
  private final Wheel wheel = new Wheel();
  private final Runnable runDelayed = this::runDelayed;
  private final Runnable passOn = this::passOn;

  // Touched on the loop only.
  private List<Runnable> delayed = new ArrayList<>();
  private List<Runnable> spare = new ArrayList<>();
  private final List<ForAnother> gathered = new ArrayList<>();
  private boolean gathers;
  private long lastTickNanos;
  private volatile long lagNanos;

  private record ForAnother(EdgeLoop loop, Runnable task) {}

  EdgeLoop(int index, EventLoop eventLoop) {
    this.index = index;
    this.eventLoop = eventLoop;
  }

  void start() {
    eventLoop.execute(
        () -> {
          HERE.set(this);
          lastTickNanos = System.nanoTime();
        });
    var ticks =
        eventLoop.scheduleWithFixedDelay(
            this::tick, Wheel.TICK.toNanos(), Wheel.TICK.toNanos(), TimeUnit.NANOSECONDS);
    ticks.addListener(
        done -> {
          if (!done.isCancelled() && !eventLoop.isShuttingDown()) {
            LOG.error("The timers of loop {} stopped", index, done.cause());
          }
        });
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public boolean isCurrent() {
    return eventLoop.inEventLoop();
  }

  @Override
  public void execute(Runnable task) {
    EdgeLoop here = HERE.get();
    if (here != null && here.gathers && !here.equals(this)) {
      here.keepBack(new ForAnother(this, task));
    } else {
      eventLoop.execute(task);
    }
  }

  /**
   * From now on keeps back what this loop hands to others, until {@link #passOn()}: they shall find
   * all that one read of a socket brings, and not be woken by the first of it and begin with that.
   * Nothing is kept longer than what this loop does next. On the loop only.
   */
  public void gather() {
    gathers = true;
  }

  private void keepBack(ForAnother handedOver) {
    if (gathered.isEmpty()) {
      soon(passOn);
    }
    gathered.add(handedOver);
  }

  /** Hands over what was kept back, in its order. On the loop only; idempotent. */
  public void passOn() {
    gathers = false;
    if (gathered.isEmpty()) {
      return;
    }
    try {
      for (ForAnother each : gathered) {
        each.loop.eventLoop.execute(each.task);
      }
    } finally {
      gathered.clear();
    }
  }

  /**
   * Netty runs tasks that tasks hand in before it looks at its sockets again, for up to a second.
   * What is handed in behind them all, at the end of an iteration, really waits for the sockets.
   */
  @Override
  public void executeNextTurn(Runnable task) {
    if (eventLoop instanceof SingleThreadEventLoop single) {
      single.executeAfterEventLoopIteration(() -> eventLoop.execute(task));
    } else {
      eventLoop.execute(task);
    }
  }

  @Override
  public Subscription schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled = eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  /** The timers of its sockets. On the loop only. */
  public Wheel wheel() {
    return wheel;
  }

  /** How late this loop was at its last tick: how long a task waits for its turn. Any thread. */
  public Duration lag() {
    return Duration.ofNanos(lagNanos);
  }

  /**
   * Runs a task after those that wait now, with one entry in the loop's queue for all that were
   * handed in meanwhile. On the loop only.
   */
  public void soon(Runnable task) {
    if (delayed.isEmpty()) {
      eventLoop.execute(runDelayed);
    }
    delayed.add(task);
  }

  /** Netty's side of it, for sockets that are opened from here. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  private void runDelayed() {
    List<Runnable> tasks = delayed;
    delayed = spare;
    for (int i = 0; i < tasks.size(); i++) {
      try {
        tasks.get(i).run();
      } catch (RuntimeException broken) {
        LOG.error("A task of loop {} failed", index, broken);
      }
    }
    tasks.clear();
    spare = tasks;
  }

  private void tick() {
    long nanos = System.nanoTime();
    lagNanos = Math.max(0, nanos - lastTickNanos - Wheel.TICK.toNanos());
    lastTickNanos = nanos;
    wheel.tick();
  }
}
