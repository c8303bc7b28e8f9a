package dev.fanfare.gateway.session;

import dev.fanfare.gateway.metering.Meter;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.AppId;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the sockets of one loop took, so that a message to a thousand subscribers is counted
 * once and not a thousand times. What is gathered is handed on as soon as the loop has done what it
 * is at: only a killed process loses it. On its loop.
 */
final class Deliveries {
  private final Loop loop;
  private final Meter meter;
  private final Telemetry telemetry;
  private @Nullable AppId app;
  private int messages;
  private long bytes;
  private boolean due;

  Deliveries(Loop loop, Meter meter, Telemetry telemetry) {
    this.loop = loop;
    this.meter = meter;
    this.telemetry = telemetry;
  }

  /** Messages of an app were written to a socket. */
  void add(AppId to, int more, long moreBytes) {
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
