package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.edge.gate.Admission.Entrance;
import dev.fanfare.gateway.edge.gate.Connection;
import dev.fanfare.gateway.edge.gate.Link;
import dev.fanfare.gateway.edge.websocket.SharedBuffer;
import dev.fanfare.gateway.port.SharedFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One response through which a session is received. It lives on its socket's loop and the session
 * on its own: each tells the other by a task. The session's side of it ({@link #carriage}, {@link
 * #isReady}, {@link #units}) is the session's alone.
 */
final class Receiver implements Entrance, Connection {
  private final Reception reception;
  private final Carriage carriage;

  // The session's.
  private @Nullable Link link;
  private boolean begun;
  private boolean finished;
  long units;

  Receiver(Reception reception, Carriage carriage) {
    this.reception = reception;
    this.carriage = carriage;
  }

  /** How a response begins. */
  record Head(int status, Map<String, String> headers) {}

  // On the socket's loop.

  @Override
  public Connection open(Link opened) {
    reception.loop().execute(() -> reception.ready(this, opened));
    return this;
  }

  @Override
  public void abandoned() {
    reception.loop().execute(() -> reception.gone(this));
  }

  @Override
  public void received(byte[] message, boolean binary) {
    throw new IllegalStateException("A session receives before its receiver is opened");
  }

  @Override
  public void delivered(int messages, long bytes) {
    reception.loop().execute(() -> reception.taken(this, messages));
  }

  @Override
  public void closed(boolean clean, int code) {
    reception.loop().execute(() -> reception.gone(this));
  }

  // On the session's loop.

  Carriage carriage() {
    return carriage;
  }

  void ready(Link opened) {
    link = opened;
  }

  /** Whether it can be written to. */
  boolean isReady() {
    return link != null && !finished;
  }

  boolean isFinished() {
    return finished;
  }

  void trusted() {
    onSocket(to -> to.trusted(0));
  }

  /** Begins the response, unless it has begun. */
  void begin(Head head, byte[] prelude) {
    if (!begun) {
      begun = true;
      onSocket(
          to -> {
            to.begin(head.status(), head.headers());
            if (prelude.length > 0) {
              to.send(prelude, false, 0);
            }
          });
    }
  }

  /**
   * Writes frames, each of which is reported when it was taken.
   *
   * @param last whether it ends with them
   */
  void write(List<SharedBuffer> frames, boolean last) {
    finished |= last;
    onSocket(
        to -> {
          for (SharedBuffer frame : frames) {
            if (to.framing().equals(reception.framing())) {
              to.send(frame, 1);
            } else {
              to.send(Chunks.payload(frame), false, 1);
            }
          }
          if (last) {
            to.close(1000, "");
          }
        },
        () -> frames.forEach(SharedFrame::release));
  }

  /** Answers with this, where the response has not begun, and ends it in any case. */
  void finish(Optional<HttpAnswer> answer) {
    boolean whole = !begun && answer.isPresent();
    finished = true;
    begun = true;
    onSocket(
        to -> {
          if (whole) {
            HttpAnswer said = answer.get();
            to.begin(said.status(), said.headers());
            to.send(said.body(), false, 0);
          }
          to.close(1000, "");
        });
  }

  /** Breaks the response off. */
  void drop() {
    finished = true;
    onSocket(Link::drop);
  }

  private void onSocket(Consumer<Link> action) {
    onSocket(action, () -> {});
  }

  private void onSocket(Consumer<Link> action, Runnable after) {
    Link to = link;
    if (to == null) {
      after.run();
    } else if (to.loop().isCurrent()) {
      action.accept(to);
      after.run();
    } else {
      to.loop()
          .execute(
              () -> {
                action.accept(to);
                after.run();
              });
    }
  }
}
