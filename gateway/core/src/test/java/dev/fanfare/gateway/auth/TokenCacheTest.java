package dev.fanfare.gateway.auth;

import static dev.fanfare.gateway.auth.Credentials.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.auth.TokenCache.Digest;
import dev.fanfare.gateway.auth.TokenCache.Known;
import dev.fanfare.gateway.auth.TokenClaims.Rights;
import dev.fanfare.protocol.KeyId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TokenCacheTest {
  private final TokenCache cache = new TokenCache(3, 1_000);

  @Test
  void findsWhatItRemembers() {
    Known known = known(10);
    cache.remember(digest("a"), known);

    assertThat(cache.find(digest("a"))).contains(known);
    assertThat(cache.find(digest("b"))).isEmpty();
  }

  @Test
  void ofTooManyTheOneNotAskedForLongestGoes() {
    cache.remember(digest("a"), known(10));
    cache.remember(digest("b"), known(10));
    cache.remember(digest("c"), known(10));
    assertThat(cache.find(digest("a"))).isPresent();

    cache.remember(digest("d"), known(10));

    assertThat(cache.find(digest("b"))).isEmpty();
    assertThat(cache.find(digest("a"))).isPresent();
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void longTokensCountForMore() {
    cache.remember(digest("a"), known(600));
    cache.remember(digest("b"), known(600));

    assertThat(cache.find(digest("a"))).isEmpty();
    assertThat(cache.find(digest("b"))).isPresent();
  }

  @Test
  void rememberingTwiceCountsOnce() {
    for (int i = 0; i < 10; i++) {
      cache.remember(digest("a"), known(900));
    }
    assertThat(cache.find(digest("a"))).isPresent();

    cache.remember(digest("b"), known(100));
    assertThat(cache.size()).isEqualTo(2);
  }

  private static Digest digest(String token) {
    return new Digest(Hmac.sha256(utf8(token)));
  }

  private static Known known(int length) {
    TokenClaims claims =
        new TokenClaims(Optional.empty(), Instant.MAX, Instant.EPOCH, new Rights.OfKey());
    return new Known(new KeyId("k"), new byte[32], claims, length);
  }
}
