package dev.fanfare.gateway.port;

/** Something that goes on until it is closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Ends it. Idempotent; a call under way may still come after it. */
  @Override
  void close();
}
