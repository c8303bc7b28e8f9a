package dev.fanfare.gateway.boot.management;

import java.util.function.Consumer;

/** Whether the gateway takes clients, and why not. Any thread. */
public final class Readiness {
  private final Consumer<State> listener;
  private volatile State state = new State.Starting("the gateway is starting");

  /**
   * Begins as starting.
   *
   * @param listener hears every state
   */
  public Readiness(Consumer<State> listener) {
    this.listener = listener;
    listener.accept(state);
  }

  /** Where the gateway stands. */
  public State state() {
    return state;
  }

  /** The gateway comes to a state. */
  public void become(State next) {
    state = next;
    listener.accept(next);
  }

  /** Where a gateway can stand. */
  public sealed interface State {
    /** Not yet: {@code why} says what it waits for. */
    record Starting(String why) implements State {}

    /** It takes clients. */
    record Ready() implements State {}

    /** Not any more: it is sending its clients elsewhere. */
    record Draining() implements State {}
  }
}
