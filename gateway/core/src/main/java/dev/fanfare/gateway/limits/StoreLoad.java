package dev.fanfare.gateway.limits;

/**
 * What one gateway lets its clients ask of the store, beside the rates of their app.
 *
 * @param connectionBytes messages of one connection that may wait to be stored
 * @param appBytes the same of one app
 * @param readsPerSecond of one app, by callers without a connection, with a burst of two seconds'
 *     worth
 */
public record StoreLoad(long connectionBytes, long appBytes, int readsPerSecond) {
  /** 8 MiB, 64 MiB, 1,000. */
  public static final StoreLoad DEFAULT = new StoreLoad(8L << 20, 64L << 20, 1_000);
}
