package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.App.SigningSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Compares secrets, in a time that tells nothing about them. */
final class Proof {
  /** The longest secret that is looked at, in characters. */
  static final int MAX_SECRET = 1_024;

  /** Compared with when there is no such key. */
  private static final byte[] DECOY = new byte[32];

  private Proof() {}

  /** Whether this is the credential's secret. A missing credential takes as long to refuse. */
  static boolean knows(String secret, Optional<Credential> credential) {
    if (secret.length() > MAX_SECRET) {
      return false;
    }
    byte[] shown = Hmac.sha256(secret.getBytes(StandardCharsets.UTF_8));
    byte[] expected = credential.map(Proof::digest).orElse(DECOY);
    boolean same = MessageDigest.isEqual(shown, expected);
    return same && credential.filter(Proof::mayBeShown).isPresent();
  }

  /**
   * The credential as the snapshot has it, if whoever proved to know its secret would still do so:
   * it is there, not revoked, and has the same secret.
   */
  static Optional<Credential> stillHolds(Credential proved, App newest) {
    return newest.credential(proved.id()).filter(now -> !now.revoked() && sameSecret(proved, now));
  }

  /** The same for whoever has shown the secret itself: it must still be one that may be shown. */
  static Optional<Credential> stillHoldsShown(Credential proved, App newest) {
    return stillHolds(proved, newest).filter(Proof::mayBeShown);
  }

  /** Tells two secrets under one id apart; says nothing of them. */
  static String fingerprint(Credential credential) {
    byte[] twice = Hmac.sha256(digest(credential));
    return HexFormat.of().formatHex(twice, 0, 8) + credential.getClass().getSimpleName().charAt(0);
  }

  private static boolean sameSecret(Credential one, Credential other) {
    return one.getClass() == other.getClass() && MessageDigest.isEqual(digest(one), digest(other));
  }

  private static byte[] digest(Credential credential) {
    return switch (credential) {
      case ApiKey key -> key.secretSha256();
      case SigningSecret signing -> Hmac.sha256(signing.secret());
    };
  }

  private static boolean mayBeShown(Credential credential) {
    return switch (credential) {
      case ApiKey key -> true;
      case SigningSecret signing -> signing.presentable() && signing.secret().length > 0;
    };
  }
}
