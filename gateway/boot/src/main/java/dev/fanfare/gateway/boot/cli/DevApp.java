package dev.fanfare.gateway.boot.cli;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelPattern;
import dev.fanfare.protocol.ChannelRule;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The app that {@code dev} has ready, and whose channels the demo page uses. */
final class DevApp {
  static final int FIRST_ID = 1001;
  static final String FIRST_KEY = "dev";

  /** Known to everybody, so it is good only where nobody else can connect. */
  static final String DOCUMENTED_SECRET = "dev-secret";

  private DevApp() {}

  /**
   * App 1001 with key {@code dev}, or the next of each that no other app has. The documented secret
   * for an address that only this machine reaches, a random one for every other.
   */
  static AppOption credentials(String host, RandomGenerator random, List<App> others) {
    String secret = isLoopback(host) ? DOCUMENTED_SECRET : Secrets.fresh(random);
    for (int n = 0; ; n++) {
      AppId id = new AppId(Integer.toString(FIRST_ID + n));
      KeyId key = new KeyId(n == 0 ? FIRST_KEY : FIRST_KEY + "-" + (n + 1));
      boolean taken =
          others.stream().anyMatch(app -> app.id().equals(id) || app.credential(key).isPresent());
      if (!taken) {
        return new AppOption(id, key, secret);
      }
    }
  }

  /** The app; the demo's chat keeps its history for a day. */
  static App app(AppOption credentials, Limits limits) {
    ChannelRule chat =
        AppOption.publicRule(
            ChannelPattern.of("demo:*"),
            new ChannelRule.History(1_000, 2_000_000, Duration.ofDays(1)));
    return credentials.toApp("Development", limits, List.of(AppOption.everywherePublic(), chat));
  }

  /**
   * Whether only this machine reaches an address; a name that cannot be looked up is not held for
   * one.
   */
  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
