package dev.fanfare.gateway.boot.cli;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds names that two apps of different sources share: each source has checked its own. */
final class Clash {
  private Clash() {}

  static Optional<String> among(List<App> apps) {
    Set<AppId> ids = new HashSet<>();
    Set<KeyId> keys = new HashSet<>();
    for (App app : apps) {
      if (!ids.add(app.id())) {
        return Optional.of("The app id '" + app.id() + "' is given twice.");
      }
      for (App.Credential credential : app.credentials()) {
        if (!keys.add(credential.id())) {
          return Optional.of("The key id '" + credential.id() + "' is given twice.");
        }
      }
    }
    return Optional.empty();
  }
}
