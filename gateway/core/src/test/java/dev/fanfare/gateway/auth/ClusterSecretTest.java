package dev.fanfare.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fanfare.gateway.dialect.Seal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterSecretTest {
  private static final byte[] OLD = "the secret that was there before!".getBytes(UTF_8);
  private static final byte[] NEW = "the secret that takes its place!!".getBytes(UTF_8);
  private static final byte[] NONCE = new byte[16];
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private final ClusterSecret before = new ClusterSecret(List.of(OLD));
  private final ClusterSecret between = new ClusterSecret(List.of(NEW, OLD));
  private final ClusterSecret after = new ClusterSecret(List.of(NEW));

  @Test
  void whatOneMarksTheOthersKnow() {
    byte[] mark = before.seal("cursor").mark(CONTENT);

    assertThat(mark).hasSize(Seal.MARK_BYTES);
    assertThat(new ClusterSecret(List.of(OLD)).seal("cursor").isMark(mark, CONTENT)).isTrue();
    assertThat(before.seal("cursor").isMark(mark, "other".getBytes(UTF_8))).isFalse();
    assertThat(before.seal("other").isMark(mark, CONTENT)).isFalse();
    assertThat(before.seal("cursor").isMark(new byte[0], CONTENT)).isFalse();
  }

  @Test
  void aMarkIsAnHmacOfTheContent() {
    KeyedHmac keyed = new KeyedHmac(OLD);

    assertThat(keyed.of(CONTENT)).isEqualTo(Hmac.sha256(OLD, CONTENT));
    assertThat(keyed.of(NONCE)).isEqualTo(Hmac.sha256(OLD, NONCE));
  }

  @Test
  void whileSecretsAreExchangedBothHold() {
    byte[] old = before.seal("cursor").mark(CONTENT);
    byte[] fresh = between.seal("cursor").mark(CONTENT);

    assertThat(between.seal("cursor").isMark(old, CONTENT)).isTrue();
    assertThat(after.seal("cursor").isMark(fresh, CONTENT)).isTrue();
    assertThat(after.seal("cursor").isMark(old, CONTENT)).isFalse();
  }

  @Test
  void whatOneHidesTheOthersRead() {
    byte[] hidden = before.encrypt("ticket", NONCE, CONTENT);

    assertThat(between.decrypt("ticket", hidden)).hasValue(CONTENT);
    assertThat(after.decrypt("ticket", hidden)).isEmpty();
    assertThat(before.decrypt("other", hidden)).isEmpty();
    assertThat(before.decrypt("ticket", new byte[31])).isEmpty();
    hidden[20] ^= 1;
    assertThat(before.decrypt("ticket", hidden)).isEmpty();
  }

  @Test
  void aShortSecretIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ClusterSecret(List.of(new byte[31])));
    assertThatIllegalArgumentException().isThrownBy(() -> new ClusterSecret(List.of()));
  }
}
