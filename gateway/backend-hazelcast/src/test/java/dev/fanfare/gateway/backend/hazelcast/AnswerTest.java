package dev.fanfare.gateway.backend.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is answered is decided when the answer is given, not when it is made. */
class AnswerTest {
  private final SerializationService bytes = new DefaultSerializationServiceBuilder().build();
  private final AtomicBoolean isHeard = new AtomicBoolean(true);
  private final Data answer =
      new Answer(bytes.toData(new byte[] {1, 2, 3, 4}), bytes.toData(new byte[] {0}), isHeard::get);

  @Test
  void itIsGivenWhileAMajorityHears() {
    assertThat(bytes.<byte[]>toObject(answer)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theOtherIsGivenWhenTheMajorityWasLostSinceItWasMade() {
    assertThat(bytes.<Data>toData(answer)).as("it is not written out before").isSameAs(answer);
    isHeard.set(false);

    assertThat(bytes.<byte[]>toObject(answer)).containsExactly(0);
  }

  @Test
  void itsSizeAndItsBytesAreThoseOfOneAnswer() {
    int size = answer.totalSize();
    isHeard.set(false);
    byte[] copy = new byte[size + 2];
    answer.copyTo(copy, 2);

    assertThat(answer.toByteArray()).hasSize(size);
    assertThat(bytes.<byte[]>toObject(answer)).containsExactly(1, 2, 3, 4);
    assertThat(copy).endsWith(answer.toByteArray());
  }

  @Test
  void whoWritesAboutItDecidesNothing() {
    assertThat(answer.toString()).isNotEmpty();
    isHeard.set(false);

    assertThat(bytes.<byte[]>toObject(answer)).containsExactly(0);
  }
}
