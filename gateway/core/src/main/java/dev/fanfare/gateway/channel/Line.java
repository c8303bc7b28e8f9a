package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.ChainLink;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.util.List;
import java.util.function.Consumer;

/** Turns a slice of the store into steps for somebody who stands at a position. */
final class Line {
  private final List<ChainLink> chain;
  private final Consumer<Step> out;
  private Position at;

  private Line(Position from, List<ChainLink> chain, Consumer<Step> out) {
    this.at = from;
    this.chain = chain;
    this.out = out;
  }

  /**
   * Tells the steps that lead along a slice.
   *
   * @param from where the slice was asked for, or further on
   * @param cap no step goes beyond this offset, a reset excepted
   * @return the place that is reached
   */
  static Position walk(Position from, Slice slice, long cap, Consumer<Step> out) {
    Line line = new Line(from, slice.head().chain(), out);
    switch (slice.continuity()) {
      case Continuity.Reset reset -> {
        out.accept(new Step.Reset(slice.head().top(), reset.why()));
        return slice.head().top();
      }
      case Continuity.Gap gap -> line.pass(Math.min(gap.to(), cap), Step.Gap::new);
      case Continuity.Full full -> {}
    }
    for (Entry entry : slice.entries()) {
      if (entry.offset() > cap) {
        break;
      }
      line.deliver(entry);
    }
    line.pass(Math.min(slice.endOffset(), cap), Step.Skip::new);
    return line.at;
  }

  private void deliver(Entry entry) {
    if (entry.offset() > at.offset()) {
      pass(entry.offset() - 1, Step.Skip::new);
      beginEpochsUpTo(entry.offset(), Step.Skip::new);
      tell(new Step.Deliver(entry));
    }
  }

  /** Passes over what is not there, up to an offset. */
  private void pass(long to, Missing missing) {
    beginEpochsUpTo(to, missing);
    if (at.offset() < to) {
      tell(missing.step(at.offset() + 1, to));
    }
  }

  /** Crosses the borders of epochs, up to the one that begins at an offset. */
  private void beginEpochsUpTo(long offset, Missing missing) {
    for (ChainLink link : chain) {
      boolean ahead = at.offset() < link.firstOffset() && link.firstOffset() <= offset;
      if (ahead && link.epoch() != at.epoch()) {
        long before = link.firstOffset() - 1;
        if (at.offset() < before) {
          tell(missing.step(at.offset() + 1, before));
        }
        tell(new Step.EpochBegan(new Position(link.epoch(), before)));
      }
    }
  }

  private void tell(Step step) {
    at = step.after(at);
    out.accept(step);
  }

  /** Says that offsets are missing, and what that means. */
  private interface Missing {
    Step step(long from, long to);
  }
}
