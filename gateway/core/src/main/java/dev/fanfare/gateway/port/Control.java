package dev.fanfare.gateway.port;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.KeyId;

/** What gateways tell each other beside entries. */
public sealed interface Control {
  /** The app it is about. */
  AppId app();

  /** Close these connections. */
  record Disconnect(AppId app, Command.Target target, String reason) implements Control {}

  /** A credential was taken back: close what rests on it. */
  record Revoked(AppId app, KeyId key) implements Control {}

  /** There is a newer snapshot of the app. */
  record AppChanged(AppId app, long version) implements Control {}
}
