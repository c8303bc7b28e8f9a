package dev.fanfare.gateway.boot.apps;

import dev.fanfare.protocol.App;
import java.util.Arrays;
import java.util.List;

/** Compares credentials by their contents; records compare the arrays in them by identity. */
final class SameCredentials {
  private SameCredentials() {}

  static boolean in(List<App.Credential> some, List<App.Credential> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!same(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(App.Credential one, App.Credential other) {
    if (!one.id().equals(other.id())
        || one.revoked() != other.revoked()
        || !one.capabilities().equals(other.capabilities())) {
      return false;
    }
    return switch (one) {
      case App.ApiKey a ->
          other instanceof App.ApiKey b && Arrays.equals(a.secretSha256(), b.secretSha256());
      case App.SigningSecret a ->
          other instanceof App.SigningSecret b
              && a.presentable() == b.presentable()
              && Arrays.equals(a.secret(), b.secret());
    };
  }
}
