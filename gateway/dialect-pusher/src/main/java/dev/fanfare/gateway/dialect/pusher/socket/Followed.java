package dev.fanfare.gateway.dialect.pusher.socket;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One channel of one connection: what the client asked of it is done in its order, one thing after
 * the other.
 */
final class Followed {
  /** More than any client asks before it hears an answer. */
  static final int MAX_WAITING = 64;

  /** Made when something has to wait, which is seldom. */
  private @Nullable Deque<Runnable> waiting;

  private State state = State.IDLE;
  private boolean proven;

  /** Where the channel is. */
  enum State {
    IDLE,
    JOINING,
    JOINED
  }

  State state() {
    return state;
  }

  void state(State now) {
    state = now;
  }

  /** Whether a signature let the connection in. */
  boolean proven() {
    return proven;
  }

  void proven(boolean signed) {
    proven = signed;
  }

  /** Does something now, or after what is under way. Whether it was taken. */
  boolean inTurn(Runnable next) {
    if (state != State.JOINING) {
      next.run();
      return true;
    }
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    return waiting.size() < MAX_WAITING && waiting.add(next);
  }

  /** What was under way is over. */
  void goOn() {
    while (state != State.JOINING && waiting != null) {
      Runnable next = waiting.poll();
      if (next == null) {
        waiting = null;
      } else {
        next.run();
      }
    }
  }

  boolean isOver() {
    return state == State.IDLE && waiting == null;
  }
}
