package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.util.Optional;

/**
 * Checks signatures that customers' servers make, for dialects that have schemes of their own (such
 * as Pusher's channel signatures) and never see a secret.
 *
 * <p>Any thread; answers from memory.
 */
public final class Signer {
  private static final byte[] DECOY = new byte[32];

  private final Keyring keyring;

  /** Checks with the signing secrets of the apps in this directory. */
  public Signer(AppDirectory directory) {
    this.keyring = new Keyring(directory);
  }

  /** How a signature was made. */
  public enum Algorithm {
    /** HMAC with SHA-256 (RFC 2104). */
    HMAC_SHA256
  }

  /**
   * Whether {@code mac} was made over {@code data} with this signing secret of this app. False too
   * for a key that is unknown, revoked, of another app, of a disabled app, or no signing secret;
   * every false takes as long as the others.
   */
  public boolean verifies(AppId app, KeyId key, Algorithm algorithm, byte[] data, byte[] mac) {
    Optional<byte[]> secret =
        keyring
            .signingSecret(key)
            .filter(owned -> owned.app().id().equals(app) && !owned.secret().revoked())
            .map(owned -> owned.secret().secret());
    boolean same =
        switch (algorithm) {
          case HMAC_SHA256 -> Hmac.verifies(secret.orElse(DECOY), data, mac);
        };
    return same && secret.isPresent();
  }
}
