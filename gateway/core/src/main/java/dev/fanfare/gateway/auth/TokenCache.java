package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.KeyId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers tokens whose signature held, so that a storm of reconnects with one token verifies it
 * once. Only what a signature covers is remembered, with the secret that it was verified with;
 * times and revocation are judged anew by whoever asks. Bounded by the number of tokens and their
 * length: the one that was not asked for longest goes first.
 *
 * <p>Any thread.
 */
final class TokenCache {
  private final int maxTokens;
  private final long maxLength;
  private final Map<Digest, Known> byDigest = new LinkedHashMap<>(16, 0.75f, true);
  private long length;

  TokenCache(int maxTokens, long maxLength) {
    this.maxTokens = maxTokens;
    this.maxLength = maxLength;
  }

  /**
   * A token that was genuine.
   *
   * @param secret with which it was verified
   * @param length of the token
   */
  record Known(KeyId kid, byte[] secret, TokenClaims claims, int length) {
    @Override
    public String toString() {
      return "Known[" + kid + "]";
    }
  }

  synchronized Optional<Known> find(Digest digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  synchronized void remember(Digest digest, Known known) {
    Known before = byDigest.put(digest, known);
    length += known.length() - (before == null ? 0 : before.length());
    var eldest = byDigest.values().iterator();
    while (byDigest.size() > maxTokens || length > maxLength) {
      length -= eldest.next().length();
      eldest.remove();
    }
  }

  synchronized int size() {
    return byDigest.size();
  }

  /** A SHA-256, by value. */
  record Digest(byte[] sha256) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Digest(byte[] bytes) && Arrays.equals(sha256, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sha256);
    }
  }
}
