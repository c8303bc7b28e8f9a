package dev.fanfare.gateway.channel;

import dev.fanfare.protocol.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The last steps of a cursor, for those who join a little behind it. Bounded by number and by bytes
 * of entries.
 */
final class Tail {
  private final int maxSteps;
  private final long maxBytes;
  private final Deque<Step> steps = new ArrayDeque<>(1);
  private Position start = Position.NONE;
  private long bytes;

  Tail(int maxSteps, long maxBytes) {
    this.maxSteps = maxSteps;
    this.maxBytes = maxBytes;
  }

  /** Begins anew, without steps, at a place. */
  void clear(Position at) {
    steps.clear();
    bytes = 0;
    start = at;
  }

  void add(Step step) {
    steps.addLast(step);
    bytes += step.bytes();
    while (steps.size() > maxSteps || bytes > maxBytes) {
      Step oldest = steps.removeFirst();
      bytes -= oldest.bytes();
      start = oldest.after(start);
    }
  }

  /** Whether somebody at a place of this line is not before the first step. */
  boolean covers(Position from) {
    return from.offset() > start.offset() || from.equals(start);
  }

  /** The steps that lead on from a covered place. */
  List<Step> after(Position from) {
    Deque<Step> rest = new ArrayDeque<>();
    for (Iterator<Step> newestFirst = steps.descendingIterator(); newestFirst.hasNext(); ) {
      Step step = newestFirst.next();
      if (!isAfter(from, step)) {
        break;
      }
      rest.addFirst(shortened(from, step));
    }
    return List.copyOf(rest);
  }

  private static boolean isAfter(Position from, Step step) {
    return switch (step) {
      case Step.Deliver deliver -> deliver.entry().offset() > from.offset();
      case Step.Skip skip -> skip.to() > from.offset();
      case Step.Gap gap -> gap.to() > from.offset();
      case Step.Reset reset -> reset.position().offset() > from.offset();
      case Step.EpochBegan began ->
          began.position().offset() > from.offset()
              || (began.position().offset() == from.offset()
                  && began.position().epoch() != from.epoch());
    };
  }

  /** What was missing and is known already is not told again. */
  private static Step shortened(Position from, Step step) {
    return switch (step) {
      case Step.Skip skip when skip.from() <= from.offset() ->
          new Step.Skip(from.offset() + 1, skip.to());
      case Step.Gap gap when gap.from() <= from.offset() ->
          new Step.Gap(from.offset() + 1, gap.to());
      case Step.Deliver deliver -> deliver;
      case Step.Skip skip -> skip;
      case Step.Gap gap -> gap;
      case Step.Reset reset -> reset;
      case Step.EpochBegan began -> began;
    };
  }
}
