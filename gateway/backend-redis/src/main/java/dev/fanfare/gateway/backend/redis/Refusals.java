package dev.fanfare.gateway.backend.redis;

import org.jspecify.annotations.Nullable;

/** What Redis says when it does not do what it was asked. */
final class Refusals {
  private Refusals() {}

  /**
   * Whether it only says that it cannot save to its disk. It answers so to writes, which a bus does
   * not need, and to pings; it publishes as ever.
   */
  static boolean isOfItsDisk(@Nullable String error) {
    return error != null && error.startsWith("MISCONF");
  }
}
