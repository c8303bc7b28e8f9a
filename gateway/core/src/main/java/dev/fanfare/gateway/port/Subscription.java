package dev.fanfare.gateway.port;

/** Something that goes on until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /**
   * Ends it at once: no call begins after it has returned; one under way on another thread may
   * still be running. Idempotent.
   */
  @Override
  void close();
}
