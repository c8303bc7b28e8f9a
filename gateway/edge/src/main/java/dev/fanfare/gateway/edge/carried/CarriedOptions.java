package dev.fanfare.gateway.edge.carried;

import java.time.Duration;

/**
 * What sessions over HTTP may take.
 *
 * @param sessions in the table; more are answered with 503
 * @param strangersPerAddress sessions whose client has not shown who it is, from one address; more
 *     are answered with 503
 * @param waitingBytes of one session that nobody has received; more ends the session
 * @param strangerMessageBytes the longest message before the client has shown who it is; a longer
 *     one is answered with 413
 * @param missesPerAddress requests for sessions that do not exist, from one address within {@code
 *     missesWithin}; more are answered with 429
 */
public record CarriedOptions(
    int sessions,
    int strangersPerAddress,
    int waitingBytes,
    int strangerMessageBytes,
    int missesPerAddress,
    Duration missesWithin) {
  /** What suits one gateway. */
  public static final CarriedOptions DEFAULT =
      new CarriedOptions(100_000, 2_000, 4 << 20, 131_072, 100, Duration.ofSeconds(10));

  public CarriedOptions {
    if (sessions < 1
        || strangersPerAddress < 1
        || waitingBytes < 65_536
        || strangerMessageBytes < 1_024
        || missesPerAddress < 1) {
      throw new IllegalArgumentException(
          "At least: one session, 64 KiB that wait, messages of 1 KiB, one miss");
    }
  }
}
