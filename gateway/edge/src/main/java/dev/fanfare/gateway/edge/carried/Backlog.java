package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * What a session has sent and nobody has certainly received: frames that wait, and before them
 * those that were handed to a receiver and not yet taken by its operating system.
 */
final class Backlog {
  /** What it costs to keep a frame, beside its bytes. */
  private static final int OVERHEAD_BYTES = 96;

  private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
  private final ArrayDeque<Frame> unconfirmed = new ArrayDeque<>();
  private long waitingBytes;
  private long unconfirmedBytes;

  private record Frame(SharedBuffer bytes, int deliveries) {
    int cost() {
      return bytes.bytes() + OVERHEAD_BYTES;
    }
  }

  /** What was taken. */
  record Taken(int deliveries, long bytes) {}

  /** Takes over the reference. */
  void add(SharedBuffer frame, int deliveries) {
    Frame added = new Frame(frame, deliveries);
    waiting.add(added);
    waitingBytes += added.cost();
  }

  long bytes() {
    return waitingBytes + unconfirmedBytes;
  }

  long unconfirmedBytes() {
    return unconfirmedBytes;
  }

  boolean isUnconfirmed() {
    return !unconfirmed.isEmpty();
  }

  boolean hasNext() {
    return !waiting.isEmpty();
  }

  boolean isEmpty() {
    return waiting.isEmpty() && unconfirmed.isEmpty();
  }

  /** The next frame, with a reference for the caller; it is unconfirmed from now on. */
  SharedBuffer next() {
    Frame frame = waiting.remove();
    waitingBytes -= frame.cost();
    unconfirmed.add(frame);
    unconfirmedBytes += frame.cost();
    frame.bytes.retain();
    return frame.bytes;
  }

  /** The first so many of the unconfirmed were taken. */
  Taken confirm(int frames) {
    int deliveries = 0;
    long bytes = 0;
    for (int i = 0; i < frames && !unconfirmed.isEmpty(); i++) {
      Frame frame = unconfirmed.remove();
      unconfirmedBytes -= frame.cost();
      deliveries += frame.deliveries;
      bytes += frame.deliveries == 0 ? 0 : frame.bytes.bytes();
      frame.bytes.release();
    }
    return new Taken(deliveries, bytes);
  }

  /** The receiver is gone: what it has not taken waits again, before the rest. */
  void takeBack() {
    for (Iterator<Frame> last = unconfirmed.descendingIterator(); last.hasNext(); ) {
      Frame frame = last.next();
      waiting.addFirst(frame);
      waitingBytes += frame.cost();
    }
    unconfirmed.clear();
    unconfirmedBytes = 0;
  }

  void releaseAll() {
    waiting.forEach(frame -> frame.bytes.release());
    unconfirmed.forEach(frame -> frame.bytes.release());
    waiting.clear();
    unconfirmed.clear();
    waitingBytes = 0;
    unconfirmedBytes = 0;
  }
}
