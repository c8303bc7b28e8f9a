package dev.fanfare.chaos.history;

/**
 * A channel of one app.
 *
 * @param app the app's id
 * @param name the channel's name, which means something else in every app
 */
public record Channel(String app, String name) {
  @Override
  public String toString() {
    return app + "/" + name;
  }
}
