package dev.fanfare.testkit;

import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.SharedFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames that are their payloads. It counts references as strictly as a carrier's own buffers do: a
 * frame that is used after its last release fails the test, and {@link #alive()} tells of frames
 * that were never released. Any thread.
 */
public final class PlainFraming implements Framing {
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();

  @Override
  public SharedFrame frame(byte[] payload, boolean binary) {
    return new Frame(List.of(new Payload(payload, binary)));
  }

  @Override
  public SharedFrame join(List<SharedFrame> frames) {
    List<Payload> payloads = frames.stream().flatMap(frame -> payloads(frame).stream()).toList();
    frames.forEach(SharedFrame::release);
    return new Frame(payloads);
  }

  /** How many frames have references. */
  public long alive() {
    return made.get() - gone.get();
  }

  /** What a frame of such a framing holds: one payload, or those that were joined. */
  static List<Payload> payloads(SharedFrame frame) {
    if (frame instanceof Frame plain) {
      plain.demandAlive();
      return plain.payloads;
    }
    throw new AssertionError("A frame of another carrier: " + frame.getClass());
  }

  /** One payload as a dialect rendered it; the bytes are not to be changed. */
  record Payload(byte[] bytes, boolean binary) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final class Frame implements SharedFrame {
    private final List<Payload> payloads;
    private final AtomicInteger references = new AtomicInteger(1);

    private Frame(List<Payload> payloads) {
      this.payloads = payloads;
      made.incrementAndGet();
    }

    @Override
    public int bytes() {
      demandAlive();
      return payloads.stream().mapToInt(payload -> payload.bytes().length).sum();
    }

    @Override
    public SharedFrame retain() {
      demandAlive();
      references.incrementAndGet();
      return this;
    }

    @Override
    public void release() {
      int left = references.decrementAndGet();
      if (left < 0) {
        throw new AssertionError("A frame was released more often than retained");
      }
      if (left == 0) {
        gone.incrementAndGet();
      }
    }

    private void demandAlive() {
      if (references.get() <= 0) {
        throw new AssertionError("A frame was used after its last release");
      }
    }
  }
}
