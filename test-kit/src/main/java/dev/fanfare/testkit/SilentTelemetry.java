package dev.fanfare.testkit;

import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result.Continuity;

/** Telemetry that nobody reads. */
public enum SilentTelemetry implements Telemetry {
  /** The only one. */
  INSTANCE;

  @Override
  public void connectionOpened(String dialect) {}

  @Override
  public void connectionClosed(String dialect) {}

  @Override
  public void received() {}

  @Override
  public void published(int messages) {}

  @Override
  public void delivered(int messages) {}

  @Override
  public void refused(FaultCode code) {}

  @Override
  public void resumed(Continuity answer) {}

  @Override
  public void backfilled() {}

  @Override
  public void gapToClients() {}

  @Override
  public void tooSlow() {}

  @Override
  public void storeCall(long nanos) {}

  @Override
  public void storeRead(long nanos) {}

  @Override
  public void busPublished(long nanos) {}

  @Override
  public void busFailed() {}

  @Override
  public void deafResubscribed() {}

  @Override
  public void headsTold(long furthestBehind) {}

  @Override
  public void epochChanged() {}

  @Override
  public void storeFailed() {}
}
