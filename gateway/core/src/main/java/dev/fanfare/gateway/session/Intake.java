package dev.fanfare.gateway.session;

import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What a client sent and its app has no share of the loop's turn left for. It waits here, in order,
 * and its socket is not read while more than a little waits, or for a moment after it asked for
 * more than it may: so a flood backs up to where it comes from. On the session's loop only.
 */
final class Intake {
  /** What reading a message costs beside its bytes; what it asks for counts by itself. */
  private static final int MESSAGE_UNITS = 1;

  /** With more than this the socket is not read until nothing waits. */
  private static final int PAUSE_BYTES = 16 << 10;

  /**
   * Nobody gets so far whose socket can be left unread; who posts without an end, or messages that
   * unfold, is disconnected.
   */
  private static final int MAX_BYTES = 4 << 20;

  /**
   * How long a client is not read that was refused for its speed. What it goes on to send comes in
   * one piece then, and its refusals leave in one: most of what a message costs that is refused is
   * to receive it and to answer.
   */
  private static final Duration REST = Duration.ofMillis(5);

  /** What a message takes beside its bytes. */
  private static final int OVERHEAD_BYTES = 64;

  private final Turns turns;
  private final Loop loop;
  private final Outlet outlet;
  private final Work work;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>(8);
  private int waitingBytes;
  private boolean handedIn;
  private boolean paused;
  private boolean resting;
  private Optional<Boolean> closedClean = Optional.empty();

  /** What the session does with it. */
  interface Work {
    /** Handles one message. */
    void handle(byte[] message, boolean binary);

    /** The connection was gone after the last message. */
    void closed(boolean clean);
  }

  private record Message(byte[] bytes, boolean binary) {}

  Intake(Turns turns, Loop loop, Outlet outlet, Work work) {
    this.turns = turns;
    this.loop = loop;
    this.outlet = outlet;
    this.work = work;
  }

  /** What a message takes of its app's share. */
  static int units(byte[] message) {
    return MESSAGE_UNITS + (message.length >> 10);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Keeps a message for a later turn; the fault says that too much waits. */
  Optional<Fault> keep(AppId app, byte[] message, boolean binary) {
    waiting.add(new Message(message, binary));
    waitingBytes += message.length + OVERHEAD_BYTES;
    if (waitingBytes > MAX_BYTES) {
      return Optional.of(
          Fault.of(
                  FaultCode.RATE_LIMITED,
                  "More waits to be handled than this connection may send ahead. Wait for answers"
                      + " before you send more.")
              .retryAfter(Duration.ofSeconds(1)));
    }
    if (waitingBytes > PAUSE_BYTES) {
      pause();
    }
    handIn(app);
    return Optional.empty();
  }

  /** The client was refused for its speed. */
  void rest() {
    if (!resting) {
      resting = true;
      pause();
      loop.schedule(REST, this::rested);
    }
  }

  /** The connection is gone; what came before its end still counts. */
  void closed(boolean clean) {
    closedClean = Optional.of(clean);
  }

  /** Lets go of everything. */
  void clear() {
    waiting.clear();
    waitingBytes = 0;
    paused = false;
  }

  /** Lets go of everything and reads on: what is still to come is the client's goodbye. */
  void end() {
    boolean unread = paused;
    clear();
    if (unread) {
      outlet.reading(true);
    }
  }

  private void pause() {
    if (!paused) {
      paused = true;
      outlet.reading(false);
    }
  }

  private void rested() {
    resting = false;
    readOn();
  }

  private void readOn() {
    if (paused && !resting && waiting.isEmpty()) {
      paused = false;
      outlet.reading(true);
    }
  }

  private void handIn(AppId app) {
    if (!handedIn) {
      handedIn = true;
      turns.later(app, () -> work(app));
    }
  }

  private void work(AppId app) {
    handedIn = false;
    while (turns.left(app) > 0) {
      Message next = waiting.poll();
      if (next == null) {
        break;
      }
      waitingBytes -= next.bytes.length + OVERHEAD_BYTES;
      turns.worked(app, units(next.bytes));
      work.handle(next.bytes, next.binary);
    }
    if (!waiting.isEmpty()) {
      handIn(app);
      return;
    }
    readOn();
    closedClean.ifPresent(work::closed);
  }
}
