package dev.fanfare.gateway.metering;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.AppId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what sockets took, loop by loop, so that a message to a thousand subscribers is counted
 * once and not a thousand times. What is gathered is handed on as soon as the loop has done what it
 * is at: only a killed process loses it. Any thread.
 */
public final class Deliveries {
  private final Meter meter;
  private final Telemetry telemetry;
  private final Map<Loop, OnLoop> loops = new ConcurrentHashMap<>();

  /**
   * Nothing gathered yet.
   *
   * @param meter for the apps' bills
   * @param telemetry for whoever runs this
   */
  public Deliveries(Meter meter, Telemetry telemetry) {
    this.meter = meter;
    this.telemetry = telemetry;
  }

  /** What the sockets of one loop took. */
  public OnLoop on(Loop loop) {
    return loops.computeIfAbsent(loop, OnLoop::new);
  }

  /** Those of one loop. On that loop only. */
  public final class OnLoop {
    private final Loop loop;
    private @Nullable AppId app;
    private int messages;
    private long bytes;
    private boolean due;

    private OnLoop(Loop loop) {
      this.loop = loop;
    }

    /** Messages of an app were written to sockets. */
    public void add(AppId to, int more, long moreBytes) {
      if (!to.equals(app)) {
        handOn();
        app = to;
      }
      messages += more;
      bytes += moreBytes;
      if (!due) {
        due = true;
        loop.execute(this::whenDue);
      }
    }

    private void whenDue() {
      due = false;
      handOn();
    }

    private void handOn() {
      if (app != null && messages > 0) {
        meter.delivered(app, messages, bytes);
        telemetry.delivered(messages);
        messages = 0;
        bytes = 0;
      }
    }
  }
}
