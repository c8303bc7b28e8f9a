package dev.fanfare.testkit.proxy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the connections of some wire run through: it lets them pass, holds them, or cuts them. */
public final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** At most {@link TcpProxy#MOST_CONNECTIONS} of each proxy that uses this gate. */
  private final Set<Relay> relays = new HashSet<>();

  private State state = State.PASSES;

  private enum State {
    PASSES,
    HOLDS,
    CUTS
  }

  /** Everything passes, first what was held. So it begins. */
  public void pass() {
    become(State.PASSES);
  }

  /**
   * Nothing passes, not even the end of a connection. Those that are there stay open, new ones seem
   * to be taken; what is sent arrives when the gate lets it pass.
   */
  public void hold() {
    become(State.HOLDS);
  }

  /** Breaks every connection, and each new one until the gate lets pass again. */
  public void cut() {
    become(State.CUTS);
  }

  private void become(State next) {
    List<Relay> broken;
    lock.lock();
    try {
      state = next;
      changed.signalAll();
      broken = next == State.CUTS ? List.copyOf(relays) : List.of();
    } finally {
      lock.unlock();
    }
    broken.forEach(Relay::close);
  }

  /**
   * Waits while the gate holds.
   *
   * @return whether it lets pass; else it cuts
   */
  boolean passes() throws InterruptedException {
    lock.lock();
    try {
      while (state == State.HOLDS) {
        changed.await();
      }
      return state == State.PASSES;
    } finally {
      lock.unlock();
    }
  }

  void add(Relay relay) {
    lock.lock();
    try {
      relays.add(relay);
    } finally {
      lock.unlock();
    }
  }

  void remove(Relay relay) {
    lock.lock();
    try {
      relays.remove(relay);
    } finally {
      lock.unlock();
    }
  }
}
