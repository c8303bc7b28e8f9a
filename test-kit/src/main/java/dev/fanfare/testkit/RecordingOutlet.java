package dev.fanfare.testkit;

import dev.fanfare.gateway.port.Framing;
import dev.fanfare.gateway.port.Outlet;
import dev.fanfare.gateway.port.SharedFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An outlet that remembers what goes out. It reads at once, until a test makes it {@link
 * #stopReading() stop}: then bytes wait, as behind a slow socket. On its connection's loop only,
 * which in tests is the test's thread.
 */
public final class RecordingOutlet implements Outlet {
  private final PlainFraming framing;
  private final List<PlainFraming.Payload> sent = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean reading = true;
  private boolean heard = true;
  private long waitingBytes;
  private long deliveries;
  private Optional<Begun> begun = Optional.empty();
  private Optional<Closed> closed = Optional.empty();

  /** An outlet with a carrier of its own. */
  public RecordingOutlet() {
    this(new PlainFraming());
  }

  /** An outlet of this carrier; those that share frames share it. */
  public RecordingOutlet(PlainFraming framing) {
    this.framing = framing;
  }

  @Override
  public boolean send(SharedFrame frame, int count) {
    PlainFraming.payloads(frame).forEach(this::take);
    deliveries += count;
    return waitingBytes == 0;
  }

  @Override
  public void send(byte[] payload, boolean binary, int count) {
    take(new PlainFraming.Payload(payload, binary));
    deliveries += count;
  }

  @Override
  public void begin(int status, Map<String, String> headers) {
    if (begun.isEmpty() && sent.isEmpty()) {
      begun = Optional.of(new Begun(status, headers));
    }
  }

  @Override
  public void reading(boolean on) {
    heard = on;
  }

  @Override
  public long waitingBytes() {
    return waitingBytes;
  }

  @Override
  public void whenBelow(long bytes, Runnable callback) {
    if (waitingBytes < bytes) {
      callback.run();
    } else {
      waiters.add(new Waiter(bytes, callback));
    }
  }

  @Override
  public void close(int code, String reason) {
    if (closed.isEmpty()) {
      closed = Optional.of(new Closed(code, reason));
    }
  }

  @Override
  public boolean isOpen() {
    return closed.isEmpty();
  }

  @Override
  public Framing framing() {
    return framing;
  }

  /** Whether the gateway takes in what the client sends now. */
  public boolean isHeard() {
    return heard;
  }

  /** From now on nothing is read: what is sent waits. */
  public void stopReading() {
    reading = false;
  }

  /** Reads everything that waits, and goes on reading. */
  public void read() {
    reading = true;
    read(waitingBytes);
  }

  /** Reads so many of the bytes that wait. */
  public void read(long bytes) {
    waitingBytes = Math.max(0, waitingBytes - bytes);
    List<Runnable> due = new ArrayList<>();
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waitingBytes < waiter.bytes) {
        all.remove();
        due.add(waiter.callback);
      }
    }
    due.forEach(Runnable::run);
  }

  /** Everything sent so far, as text. */
  public List<String> texts() {
    return sent.stream().map(PlainFraming.Payload::text).toList();
  }

  /** What was sent since this was last asked, as text. */
  public List<String> takeTexts() {
    List<String> taken = texts();
    sent.clear();
    return taken;
  }

  /** The same, without what still waits to be read. */
  public List<String> takeReadTexts() {
    int end = sent.size();
    for (long unread = waitingBytes; unread > 0 && end > 0; end--) {
      unread -= sent.get(end - 1).bytes().length;
    }
    List<PlainFraming.Payload> read = sent.subList(0, end);
    List<String> taken = read.stream().map(PlainFraming.Payload::text).toList();
    read.clear();
    return taken;
  }

  /** Everything sent so far, as bytes. */
  public List<byte[]> payloads() {
    return sent.stream().map(PlainFraming.Payload::bytes).toList();
  }

  /** Of everything sent so far, whether it was binary. */
  public List<Boolean> binaries() {
    return sent.stream().map(PlainFraming.Payload::binary).toList();
  }

  /** What was sent since this was last asked, as bytes. */
  public List<byte[]> takePayloads() {
    List<byte[]> taken = payloads();
    sent.clear();
    return taken;
  }

  /** How many messages were counted as delivered. */
  public long deliveries() {
    return deliveries;
  }

  /** How the response began, where the carrier is one. */
  public Optional<Begun> begun() {
    return begun;
  }

  /** How the connection was ended from here. */
  public Optional<Closed> closed() {
    return closed;
  }

  private void take(PlainFraming.Payload payload) {
    if (closed.isEmpty()) {
      sent.add(payload);
      if (!reading) {
        waitingBytes += payload.bytes().length;
      }
    }
  }

  /** What a response began with. */
  public record Begun(int status, Map<String, String> headers) {}

  /** What a connection was closed with. */
  public record Closed(int code, String reason) {}

  private record Waiter(long bytes, Runnable callback) {}
}
