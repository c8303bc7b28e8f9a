package dev.fanfare.gateway.metering;

/** What was counted of traffic. */
record Counts(long published, long publishedBytes, long delivered, long deliveredBytes) {
  static final Counts NONE = new Counts(0, 0, 0, 0);

  static Counts published(long messages, long bytes) {
    return new Counts(messages, bytes, 0, 0);
  }

  static Counts delivered(long messages, long bytes) {
    return new Counts(0, 0, messages, bytes);
  }

  Counts minus(Counts other) {
    return new Counts(
        published - other.published,
        publishedBytes - other.publishedBytes,
        delivered - other.delivered,
        deliveredBytes - other.deliveredBytes);
  }
}
