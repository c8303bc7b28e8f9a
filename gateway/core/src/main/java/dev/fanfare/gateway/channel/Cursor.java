package dev.fanfare.gateway.channel;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.log.Slice;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result.Continuity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One gateway's place in the order of one channel that it follows. A bus that may lose, repeat and
 * reorder brings entries; the store, asked when something is missing, brings the truth. What comes
 * out is one unbroken line of {@link Step}s.
 *
 * <p>Only the next offset of the same epoch is taken from the bus. Everything else waits until the
 * store was asked, so nothing of a history that the store does not have is told to anybody who
 * would not be told of a reset too.
 *
 * <p>It does no work of its own: the owner looks at {@link #missing} after each call, waits a
 * little for the bus to mend itself unless {@link #isUrgent}, reads the log after that place, and
 * hands in the slice; one question at a time.
 *
 * <p><b>Threads.</b> Not thread-safe: its owner lets one thread in at a time.
 */
public final class Cursor {
  private final HeldEntries held;
  private final Tail tail;
  private boolean started;
  private Position position = Position.NONE;

  /** What the store said last. */
  private Head known = Head.EMPTY;

  /**
   * While {@code isWanting}: a place to be reached, of which the store or an entry let go of told.
   */
  private Position wanted = Position.NONE;

  private boolean isWanting;
  private int wantedDoubts;

  /**
   * A cursor with the bounds that suit a gateway: 1,000 entries and 256 KiB on either side of the
   * position.
   */
  public Cursor() {
    this(1_000, 256 << 10, 1_000, 256 << 10);
  }

  /**
   * @param heldEntries how many entries may wait for their turn
   * @param heldBytes how many bytes of them
   * @param tailSteps how many of the last steps are kept for those who join
   * @param tailBytes how many bytes of entries in them
   */
  public Cursor(int heldEntries, long heldBytes, int tailSteps, long tailBytes) {
    this.held = new HeldEntries(heldEntries, heldBytes);
    this.tail = new Tail(tailSteps, tailBytes);
  }

  /** How somebody who knows everything up to a place joins the line at the cursor. */
  public sealed interface Merge {
    /**
     * Told these steps, it stands where the cursor stands, and everything that follows is for it.
     */
    record Join(List<Step> replay) implements Merge {
      public Join {
        replay = List.copyOf(replay);
      }
    }

    /**
     * The log is to be read after this place first; what {@link Cursor#steps} makes of it leads on.
     */
    record ReadStore(Position after) implements Merge {}
  }

  /**
   * What a slice means to somebody.
   *
   * @param reached where they stand after the steps
   */
  public record Progress(List<Step> steps, Position reached) {
    public Progress {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Begins where the store says that the log stands. Entries that came before and follow it are
   * told.
   *
   * @throws IllegalStateException when it has begun before
   */
  public void start(Head head, Consumer<Step> out) {
    if (started) {
      throw new IllegalStateException("A cursor starts once");
    }
    started = true;
    known = head;
    position = head.top();
    tail.clear(position);
    deliverHeld(out);
  }

  /** Whether {@link #start} was called. */
  public boolean isStarted() {
    return started;
  }

  /** Everything up to here was told. */
  public Position position() {
    return position;
  }

  /** How many entries wait for their turn. */
  public int held() {
    return held.size();
  }

  /**
   * Takes an entry from the bus. Ephemeral ones have no place in the order and are not for a
   * cursor.
   */
  public void offer(Entry entry, Consumer<Step> out) {
    if (entry.offset() == 0 || (started && isPassed(entry.position()))) {
      return;
    }
    if (started && isNext(entry)) {
      tell(new Step.Deliver(entry), out);
      deliverHeld(out);
    } else {
      held.add(entry).ifPresent(this::want);
    }
  }

  /** Takes word from the store of where the log stands, or stood a moment ago. */
  public void offer(Head digest) {
    if (started && !isPassed(digest.top())) {
      want(digest.top());
    }
  }

  /** The place after which the log is to be read, when something is known to be missing. */
  public Optional<Position> missing() {
    return started && (isWanting || !held.isEmpty()) ? Optional.of(position) : Optional.empty();
  }

  /**
   * Whether waiting will not mend what is missing: another epoch began, of which only the store can
   * tell.
   */
  public boolean isUrgent() {
    return started
        && ((isWanting && wanted.epoch() != position.epoch())
            || held.any(place -> place.epoch() != position.epoch()));
  }

  /** Takes a slice of the log that was read after the place that {@link #missing} named. */
  public void backfill(Slice slice, Consumer<Step> out) {
    if (!started) {
      return;
    }
    if (slice.continuity() instanceof Continuity.Reset) {
      Position reset = Line.walk(position, slice, Long.MAX_VALUE, out);
      position = reset;
      tail.clear(reset);
    } else if (hasLeft(slice.head())) {
      want(slice.head().top());
      return;
    } else {
      Line.walk(position, slice, Long.MAX_VALUE, step -> tell(step, out));
    }
    known = slice.head();
    deliverHeld(out);
    if (slice.more()) {
      want(slice.head().top());
    } else {
      doubt();
    }
  }

  /** How somebody joins who knows everything up to a place. */
  public Merge merge(Position from) {
    if (started && from.equals(position)) {
      return new Merge.Join(List.of());
    }
    return started && isOnLine(from) && tail.covers(from)
        ? new Merge.Join(tail.after(from))
        : new Merge.ReadStore(from);
  }

  /**
   * Makes steps of a slice that was read after {@link Merge.ReadStore}, for the one who joins. None
   * goes beyond the cursor. When the place reached is the one asked from, the cursor is behind: it
   * knows now (look at {@link #missing}), and joining goes on after its next backfill.
   *
   * @param from the place after which the slice was read
   */
  public Progress steps(Position from, Slice slice) {
    List<Step> steps = new ArrayList<>(slice.entries().size());
    Position reached = Line.walk(from, slice, position.offset(), steps::add);
    offer(slice.head());
    return new Progress(steps, reached);
  }

  private boolean isNext(Entry entry) {
    return entry.epoch() == position.epoch() && entry.offset() == position.offset() + 1;
  }

  /** Whether a place was passed, or is of an epoch that has ended for good. */
  private boolean isPassed(Position place) {
    if (place.epoch() == position.epoch()) {
      return place.offset() <= position.offset();
    }
    int link = known.linkOf(place.epoch());
    return link >= 0 && link < known.linkOf(position.epoch());
  }

  /** Whether a place is on the line that leads to the position. */
  private boolean isOnLine(Position from) {
    if (from.equals(Position.NONE) || from.epoch() == position.epoch()) {
      return from.offset() <= position.offset();
    }
    return isPassed(from) && from.offset() <= known.endOf(known.linkOf(from.epoch()));
  }

  /**
   * Whether entries from the bus led to a place that this history of the store does not lead to.
   */
  private boolean hasLeft(Head head) {
    if (position.equals(Position.NONE)) {
      return false;
    }
    int link = head.linkOf(position.epoch());
    boolean isLast = link == head.chain().size() - 1;
    return link < 0 || (!isLast && position.offset() > head.endOf(link));
  }

  private void want(Position place) {
    boolean further =
        !isWanting || place.epoch() != wanted.epoch() || place.offset() > wanted.offset();
    if (further) {
      wanted = place;
      wantedDoubts = 0;
      isWanting = true;
    }
  }

  /**
   * The store has told everything: what is still wanted may be of a history that is gone. Twice
   * told is believed.
   */
  private void doubt() {
    held.doubt();
    if (isWanting) {
      wantedDoubts++;
      isWanting = wantedDoubts < 2;
    }
  }

  private void deliverHeld(Consumer<Step> out) {
    if (!held.isEmpty()) {
      Optional<Entry> next = takeNext();
      while (next.isPresent()) {
        tell(new Step.Deliver(next.get()), out);
        next = takeNext();
      }
      held.dropIf(this::isPassed);
    }
    isWanting = isWanting && !isPassed(wanted);
  }

  private Optional<Entry> takeNext() {
    return held.take(new Position(position.epoch(), position.offset() + 1));
  }

  private void tell(Step step, Consumer<Step> out) {
    position = step.after(position);
    if (step instanceof Step.Deliver(Entry entry) && entry.mayExpire()) {
      // Whether it still holds when somebody joins is for the log to say.
      tail.clear(position);
    } else {
      tail.add(step);
    }
    out.accept(step);
  }
}
