package dev.fanfare.gateway.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Property
  void agreesWithTheJdkOnAnyBytes(@ForAll("likelyWrong") byte[] bytes) {
    assertThat(Utf8.isText(bytes)).isEqualTo(jdkSaysText(bytes));
  }

  @Property
  void takesAnyTextInAnyPieces(@ForAll String text, @ForAll byte cut) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int at = bytes.length == 0 ? 0 : Math.floorMod(cut, bytes.length);
    int state = Utf8.check(Utf8.COMPLETE, bytes, 0, at);
    assertThat(state).isNotEqualTo(Utf8.INVALID);
    assertThat(Utf8.check(state, bytes, at, bytes.length)).isEqualTo(Utf8.COMPLETE);
  }

  @Property
  void thePiecesDoNotMatter(@ForAll("likelyWrong") byte[] bytes, @ForAll byte cut) {
    int at = bytes.length == 0 ? 0 : Math.floorMod(cut, bytes.length);
    int whole = Utf8.check(Utf8.COMPLETE, bytes, 0, bytes.length);
    int first = Utf8.check(Utf8.COMPLETE, bytes, 0, at);
    assertThat(Utf8.check(first, bytes, at, bytes.length)).isEqualTo(whole);
  }

  @Test
  void everyCharacterThereIs() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        byte[] bytes = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        if (!Utf8.isText(bytes)) {
          throw new AssertionError("U+" + Integer.toHexString(c) + " is refused");
        }
      }
    }
  }

  @Provide
  Arbitrary<byte[]> likelyWrong() {
    Arbitrary<Byte> octets =
        Arbitraries.oneOf(
            Arbitraries.bytes(),
            Arbitraries.of(
                    0x80, 0xBF, 0xC0, 0xC2, 0xE0, 0xA0, 0x9F, 0xED, 0xEF, 0xF0, 0x90, 0x8F, 0xF4,
                    0x41)
                .map(Integer::byteValue));
    return octets.array(byte[].class).ofMaxSize(24);
  }

  private static boolean jdkSaysText(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
