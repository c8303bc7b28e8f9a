package dev.fanfare.gateway.auth;

import dev.fanfare.gateway.dialect.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all gateways of a cluster know and nobody else does: with it they recognise what any of them
 * has handed out. Several secrets may hold while they are exchanged: the first one makes, all
 * recognise.
 *
 * <p>Any thread; immutable.
 */
public final class ClusterSecret {
  /** The shortest secret. */
  public static final int MIN_BYTES = 32;

  private static final int NONCE_BYTES = 16;
  private static final int TAG_BITS = 128;

  private final List<byte[]> secrets;

  /**
   * The secrets, the newest first.
   *
   * @throws IllegalArgumentException when there is none, or one is shorter than {@link #MIN_BYTES}
   */
  public ClusterSecret(List<byte[]> secrets) {
    if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length < MIN_BYTES)) {
      throw new IllegalArgumentException(
          "A cluster needs a secret of " + MIN_BYTES + " bytes or more");
    }
    this.secrets = secrets.stream().map(byte[]::clone).toList();
  }

  /**
   * Marks for one purpose: what is marked for another is not recognised.
   *
   * @param purpose a name that is used for nothing else
   */
  public Seal seal(String purpose) {
    List<KeyedHmac> keys =
        secrets.stream().map(secret -> new KeyedHmac(derive(secret, purpose))).toList();
    return new Seal() {
      @Override
      public byte[] mark(byte[] content) {
        return markWith(keys.get(0), content);
      }

      @Override
      public boolean isMark(byte[] mark, byte[] content) {
        boolean any = false;
        for (KeyedHmac key : keys) {
          any |= MessageDigest.isEqual(markWith(key, content), mark);
        }
        return any;
      }
    };
  }

  /**
   * Hides a content from everybody else and protects it (AES-256-GCM). Each content gets a key of
   * its own, derived with the nonce, so that random nonces never run out.
   *
   * @param nonce {@value #NONCE_BYTES} random bytes, never used before
   */
  byte[] encrypt(String purpose, byte[] nonce, byte[] content) {
    byte[] hidden = hidden(key(secrets.get(0), purpose, nonce), content);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + hidden.length);
    System.arraycopy(hidden, 0, all, NONCE_BYTES, hidden.length);
    return all;
  }

  /** Reads what {@link #encrypt} made for this purpose; empty when nobody of this cluster did. */
  Optional<byte[]> decrypt(String purpose, byte[] all) {
    if (all.length < NONCE_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    byte[] hidden = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
    return secrets.stream()
        .flatMap(secret -> opened(key(secret, purpose, nonce), hidden).stream())
        .findFirst();
  }

  private static byte[] key(byte[] secret, String purpose, byte[] nonce) {
    return Hmac.sha256(derive(secret, purpose), nonce);
  }

  private static byte[] derive(byte[] secret, String purpose) {
    return Hmac.sha256(secret, ("fanfare " + purpose).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] markWith(KeyedHmac key, byte[] content) {
    return Arrays.copyOf(key.of(content), Seal.MARK_BYTES);
  }

  private static byte[] hidden(byte[] key, byte[] content) {
    try {
      return cipherOf(Cipher.ENCRYPT_MODE, key).doFinal(content);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has AES-GCM", missing);
    }
  }

  private static Optional<byte[]> opened(byte[] key, byte[] hidden) {
    try {
      return Optional.of(cipherOf(Cipher.DECRYPT_MODE, key).doFinal(hidden));
    } catch (GeneralSecurityException notWithThisKey) {
      return Optional.empty();
    }
  }

  private static Cipher cipherOf(int mode, byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, new byte[12]));
    return cipher;
  }
}
