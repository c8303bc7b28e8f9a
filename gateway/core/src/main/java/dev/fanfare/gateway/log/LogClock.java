package dev.fanfare.gateway.log;

import dev.fanfare.gateway.log.ChannelLog.Context;

/**
 * The log's own time, in microseconds: how old entries and ids are is counted in it. It goes on
 * with the monotonic clock of the member that writes, so that a jump of the wall clock drops no
 * history. A backup counts from when it heard of a change, by its own monotonic clock: two members'
 * wall clocks may be far apart. So does a copy that moved here, from when it came. Only one that
 * nobody told where it is goes on with the wall clock.
 */
final class LogClock {
  private static final long BEGINNING = 1;

  /** 0 before the first change. */
  private long time;

  private long wallMicros;
  private boolean anchored;
  private long writer;
  private long monotonicNanos;

  /** The time as one member sees it; never less than it was. */
  long at(Context context) {
    if (time == 0) {
      return BEGINNING;
    }
    long passed =
        anchored && context.writer() == writer
            ? (context.monotonicNanos() - monotonicNanos) / 1_000
            : context.wallMicros() - wallMicros;
    return time + Math.max(0, passed);
  }

  /** The time of the last change. */
  long time() {
    return time;
  }

  /** The wall clock at the last change. */
  long wallMicros() {
    return wallMicros;
  }

  /** A change was made here and now. */
  void set(long newTime, Context context) {
    set(newTime, context.wallMicros());
    anchor(context);
  }

  /**
   * A change that was made elsewhere is heard of here. One that is older than what is known says
   * nothing about now.
   */
  void hear(long newTime, long wall, Context here) {
    if (newTime >= time) {
      set(newTime, wall);
      anchor(here);
    }
  }

  /** A copy of the log, whose time is up to date, came here now. */
  void arrive(Context here) {
    if (!anchored) {
      anchor(here);
    }
  }

  private void anchor(Context here) {
    anchored = true;
    writer = here.writer();
    monotonicNanos = here.monotonicNanos();
  }

  /** A change was made elsewhere. */
  void set(long newTime, long wall) {
    time = newTime;
    wallMicros = wall;
    anchored = false;
  }
}
