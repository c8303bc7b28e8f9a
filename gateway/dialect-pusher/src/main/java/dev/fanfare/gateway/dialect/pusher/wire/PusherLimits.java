package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.protocol.Limits;

/**
 * Pusher's limits, which hold while the app has the limits of every app. Where an app was given its
 * own number, that one holds.
 *
 * @param dataBytes an event's data
 * @param presenceMembers users of a presence channel
 * @param userBytes a user's description in a presence channel
 */
public record PusherLimits(int dataBytes, int presenceMembers, int userBytes) {
  /** Channels of one publish. */
  public static final int CHANNELS = 100;

  /** Events of one batch. */
  public static final int BATCH = 10;

  /** Users that one user may watch. */
  public static final int WATCHLIST = 100;

  /** How long a cache channel keeps its last event, in seconds. */
  public static final int CACHE_SECONDS = 1_800;

  /** Pusher's own. */
  public static final PusherLimits DEFAULT = new PusherLimits(10_240, 100, 1_024);

  /** Those of an app. */
  public static PusherLimits of(Limits app) {
    Limits standard = Limits.DEFAULT;
    return new PusherLimits(
        either(app.messageBytes(), standard.messageBytes(), DEFAULT.dataBytes),
        either(app.presenceMembers(), standard.presenceMembers(), DEFAULT.presenceMembers),
        either(app.presenceDataBytes(), standard.presenceDataBytes(), DEFAULT.userBytes));
  }

  private static int either(int own, int standard, int pushers) {
    return own == standard ? pushers : own;
  }
}
