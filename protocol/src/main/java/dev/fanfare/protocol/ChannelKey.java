package dev.fanfare.protocol;

/**
 * One channel of one app: the key of everything that is stored or carried. The app always stands in
 * it, so that no name that a client chooses can reach another tenant.
 */
public record ChannelKey(AppId app, ChannelName channel) {
  /**
   * The key as one text for stores and buses. Length-prefixed, hence injective: two different keys
   * never give the same text, whatever characters they hold.
   */
  public String text() {
    return app.text().length() + ":" + app.text() + ":" + channel.text();
  }

  @Override
  public String toString() {
    return text();
  }
}
