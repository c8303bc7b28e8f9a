package dev.fanfare.gateway.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.port.SharedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedFrameTest {
  private final WebSocketFraming framing = WebSocketFraming.INSTANCE;

  @ParameterizedTest
  @CsvSource({"0, 2", "125, 2", "126, 4", "65535, 4", "65536, 10"})
  void theHeaderIsAsShortAsItMayBe(int payload, int header) {
    SharedFrame frame = framing.frame(new byte[payload], true);
    assertThat(frame.bytes()).isEqualTo(header + payload);
    frame.release();
  }

  @Test
  void isGoneWithItsLastReference() {
    SharedFrame frame = framing.frame(new byte[] {1}, true);
    frame.retain();
    frame.release();
    assertThat(frame.bytes()).isEqualTo(3);
    frame.release();
    assertThatThrownBy(frame::retain).isInstanceOf(IllegalReferenceCountException.class);
  }

  @Test
  void joiningTakesThePartsAndKeepsTheirOrder() {
    SharedFrame one = framing.frame(new byte[] {1}, true);
    SharedFrame two = framing.frame(new byte[] {2, 2}, false);
    SharedFrame joined = framing.join(List.of(one, two));
    ByteBuf bytes = ((SharedBuffer) joined).buffer();
    byte[] all = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), all);
    assertThat(all).containsExactly(0x82, 1, 1, 0x81, 2, 2, 2);
    assertThatThrownBy(one::retain).isInstanceOf(IllegalReferenceCountException.class);
    joined.release();
    assertThatThrownBy(joined::release).isInstanceOf(IllegalReferenceCountException.class);
  }

  @Test
  void nobodyCanAppendToWhatIsShared() {
    SharedFrame frame = framing.frame(new byte[10], true);
    ByteBuf share = ((SharedBuffer) frame).share();
    assertThat(share.isWritable()).isFalse();
    assertThat(share.ensureWritable(1, false)).isEqualTo(1);
    share.release();
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({"63, 65", "64, 12", "1000, 20"})
  void aCompressedFrameIsShorterFromWhereItPaysAndGoneWithItsLastReference(int bytes, int most) {
    SharedFrame frame = Deflating.INSTANCE.frame(new byte[bytes], true);
    assertThat(frame.bytes()).isBetween(bytes < 64 ? most : 3, most);
    frame.retain();
    frame.release();
    frame.release();
    assertThatThrownBy(frame::retain).isInstanceOf(IllegalReferenceCountException.class);
  }

  @Test
  void whatDoesNotBecomeShorterStaysAsItIs() {
    byte[] noise = new byte[500];
    new Random(1).nextBytes(noise);
    ByteBuf frame = Deflating.frame(ByteBufAllocator.DEFAULT, noise, true);
    assertThat(frame.getUnsignedByte(0)).isEqualTo((short) 0x82);
    assertThat(frame.readableBytes()).isEqualTo(504);
    frame.release();
  }

  @ParameterizedTest
  @CsvSource({"xé, 123", "é, 122"})
  void aReasonThatIsTooLongIsCutBetweenCharacters(String start, int bytes) {
    ByteBuf close = Frames.close(ByteBufAllocator.DEFAULT, 4000, start + "é".repeat(100));
    assertThat(close.getUnsignedByte(1)).isEqualTo((short) (2 + bytes));
    close.release();
  }
}
