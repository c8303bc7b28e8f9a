package dev.fanfare.gateway.backend.hazelcast;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import java.util.Comparator;

/** {@link ChannelKey#text()} and back. */
final class StoreKey {
  /** Keys of one app stand in the order of their channels' code points. */
  static final Comparator<String> ORDER = StoreKey::compare;

  private StoreKey() {}

  private static int compare(String one, String other) {
    int both = Math.min(one.length(), other.length());
    for (int i = 0; i < both; i++) {
      char left = one.charAt(i);
      char right = other.charAt(i);
      if (left != right) {
        boolean leftIsHigh = Character.isSurrogate(left);
        return leftIsHigh == Character.isSurrogate(right) ? left - right : leftIsHigh ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }

  static String of(String app, String channel) {
    return app.length() + ":" + app + ":" + channel;
  }

  static String app(String key) {
    int colon = key.indexOf(':');
    int length = Integer.parseInt(key.substring(0, colon));
    return key.substring(colon + 1, colon + 1 + length);
  }

  static ChannelKey parse(String key) {
    String app = app(key);
    int start = key.indexOf(':') + 1 + app.length() + 1;
    return new ChannelKey(new AppId(app), new ChannelName(key.substring(start)));
  }
}
