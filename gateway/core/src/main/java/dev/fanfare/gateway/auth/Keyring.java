package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.KeyId;
import java.util.Optional;

/** Finds signing secrets of enabled apps; revoked ones too, so that their holders can be told. */
final class Keyring {
  private static final byte[] DECOY = new byte[32];

  private final AppDirectory directory;

  Keyring(AppDirectory directory) {
    this.directory = directory;
  }

  /** A signing secret, and the app that it belongs to. */
  record Owned(App app, SigningSecret secret) {}

  /**
   * The secret with which this HMAC-SHA-256 was made. A key that is unknown takes as long to refuse
   * as a wrong signature.
   */
  Optional<Owned> signer(KeyId kid, byte[] signed, String macHex) {
    Optional<Owned> owned = signingSecret(kid);
    byte[] secret = owned.map(found -> found.secret().secret()).orElse(DECOY);
    boolean same = Hmac.verifies(secret, signed, Hmac.fromHex(macHex));
    return same ? owned : Optional.empty();
  }

  Optional<Owned> signingSecret(KeyId kid) {
    Optional<App> app = directory.byKey(kid).filter(App::enabled);
    if (app.isPresent()
        && app.get().credential(kid).orElse(null) instanceof SigningSecret secret
        && secret.secret().length > 0) {
      return Optional.of(new Owned(app.get(), secret));
    }
    return Optional.empty();
  }
}
