package dev.fanfare.gateway.edge.carried;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids that the edge gives to sessions: {@code random.owner.mac}. Any gateway with the secret reads
 * the owner from them; nobody without it can make one. Any thread.
 */
public final class SessionIds {
  private static final int RANDOM_BYTES = 16;
  private static final int MAC_BYTES = 16;
  private static final int MAX_LENGTH = 160;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec secret;
  private final RandomGenerator random;

  /**
   * Ids signed with a secret.
   *
   * @param secret the same for all gateways of a cluster, at least 32 bytes
   */
  public SessionIds(byte[] secret, RandomGenerator random) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("The secret of session ids has at least 32 bytes");
    }
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.random = random;
  }

  /** A fresh id for a session of this scope. */
  String issue(String scope, String owner) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String name = ENCODER.encodeToString(bytes) + "." + owner;
    return name + "." + ENCODER.encodeToString(mac(scope, name));
  }

  /** The owner of the session; empty where no gateway made this id for this scope. */
  Optional<String> ownerOf(String scope, String id) {
    int first = id.indexOf('.');
    int last = id.lastIndexOf('.');
    if (first < 1 || last <= first + 1 || id.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String expected = ENCODER.encodeToString(mac(scope, id.substring(0, last)));
    boolean genuine =
        MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8),
            id.substring(last + 1).getBytes(StandardCharsets.UTF_8));
    return genuine ? Optional.of(id.substring(first + 1, last)) : Optional.empty();
  }

  private byte[] mac(String scope, String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      mac.update((scope.length() + ":" + scope + name).getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every Java platform has HMAC with SHA-256", impossible);
    }
  }
}
