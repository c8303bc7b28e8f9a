package dev.fanfare.gateway.edge.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of all sockets of one loop: a ring of lists, one for each tick. Arming and disarming
 * cost a few pointers; an idle socket costs nothing until its time comes.
 *
 * <p>Ticks are counted, not measured: when the process was stopped for a minute, a tick has gone by
 * and nobody is blamed for the silence. Touched on its loop only.
 */
public final class Wheel {
  /** The finest time that can be told apart. */
  public static final Duration TICK = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(Wheel.class);
  private static final int SLOTS = 1024;

  private final @Nullable TimedHandler[] slots = new TimedHandler[SLOTS];
  private @Nullable TimedHandler firing;
  private int now;
  private int size;

  Wheel() {}

  /** A time as ticks, rounded up, at least one. */
  public static int ticks(Duration time) {
    long ticks = (time.toMillis() + TICK.toMillis() - 1) / TICK.toMillis();
    return Math.clamp(ticks, 1, Integer.MAX_VALUE / 4);
  }

  /** The ticks that went by. Wraps around: only differences mean something. */
  public int now() {
    return now;
  }

  /** How many are armed. */
  public int size() {
    return size;
  }

  /** Wakes a handler after this many ticks, instead of when it was to be woken before. */
  public void arm(TimedHandler handler, int ticks) {
    disarm(handler);
    handler.due = now + ticks;
    handler.armed = true;
    size++;
    insert(handler);
  }

  /** Forgets a handler; one that is not armed is no error. */
  @SuppressWarnings("ReferenceEquality") // a list of these very objects
  public void disarm(TimedHandler handler) {
    if (!handler.armed) {
      return;
    }
    handler.armed = false;
    size--;
    TimedHandler before = handler.previous;
    TimedHandler after = handler.next;
    if (after != null) {
      after.previous = before;
    }
    if (before != null) {
      before.next = after;
    } else if (firing == handler) {
      firing = after;
    } else {
      slots[slotOf(handler)] = after;
    }
    handler.next = null;
    handler.previous = null;
  }

  /** All that are armed, at this moment. */
  public List<TimedHandler> all() {
    List<TimedHandler> all = new ArrayList<>(size);
    for (TimedHandler head : slots) {
      for (TimedHandler handler = head; handler != null; handler = handler.next) {
        all.add(handler);
      }
    }
    for (TimedHandler handler = firing; handler != null; handler = handler.next) {
      all.add(handler);
    }
    return all;
  }

  /** One tick later. Whoever's time has come is woken; it may arm and disarm anyone meanwhile. */
  void tick() {
    now++;
    int slot = now & (SLOTS - 1);
    firing = slots[slot];
    slots[slot] = null;
    while (firing != null) {
      TimedHandler handler = firing;
      firing = handler.next;
      if (firing != null) {
        firing.previous = null;
      }
      handler.next = null;
      handler.previous = null;
      if (handler.due - now > 0) {
        insert(handler);
      } else {
        handler.armed = false;
        size--;
        wake(handler);
      }
    }
  }

  private static void wake(TimedHandler handler) {
    try {
      handler.elapsed();
    } catch (RuntimeException broken) {
      LOG.error("A timer failed", broken);
    }
  }

  private void insert(TimedHandler handler) {
    int slot = slotOf(handler);
    TimedHandler head = slots[slot];
    handler.next = head;
    if (head != null) {
      head.previous = handler;
    }
    slots[slot] = handler;
  }

  private static int slotOf(TimedHandler handler) {
    return handler.due & (SLOTS - 1);
  }
}
