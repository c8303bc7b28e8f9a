package dev.fanfare.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private final List<String> heard = new ArrayList<>();
  private final FrameReader.Listener listener =
      new FrameReader.Listener() {
        @Override
        public void message(ByteBuf buffer, int from, int to) {
          heard.add(buffer.toString(from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void ping(ByteBuf buffer, int from, int to) {
          heard.add("ping " + buffer.toString(from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void close(int code) {
          heard.add("close " + code);
        }
      };

  @Test
  void everyLengthOfHeaderIsRead() {
    String medium = "m".repeat(126);
    String large = "l".repeat(70_000);

    new FrameReader().read(stream("", "small", medium, large), listener);

    assertThat(heard).containsExactly("", "small", medium, large);
  }

  @Property(tries = 200)
  void framesMayBeCutAnywhere(@ForAll @IntRange(min = 1, max = 700) int piece) {
    heard.clear();
    String medium = "m".repeat(300);
    ByteBuf all = stream("one", medium, "", "two", medium);
    FrameReader reader = new FrameReader();

    while (all.isReadable()) {
      reader.read(all.readSlice(Math.min(piece, all.readableBytes())), listener);
    }

    assertThat(heard).containsExactly("one", medium, "", "two", medium);
  }

  @Test
  void pingsAndGoodbyesAreToldApart() {
    ByteBuf bytes = Unpooled.buffer();
    frame(bytes, 0x9, "hey".getBytes(StandardCharsets.US_ASCII));
    frame(bytes, 0xa, new byte[0]);
    frame(bytes, 0x8, new byte[] {0x0f, (byte) 0xa0});
    frame(bytes, 0x8, new byte[0]);

    new FrameReader().read(bytes, listener);

    assertThat(heard).containsExactly("ping hey", "close 4000", "close 1005");
  }

  @Test
  void whatAClientSendsIsMasked() {
    ByteBuf frame =
        FrameWriter.frame(FrameWriter.TEXT, "hello".getBytes(StandardCharsets.US_ASCII));

    assertThat(frame.getUnsignedByte(0)).isEqualTo((short) 0x81);
    assertThat(frame.getUnsignedByte(1)).isEqualTo((short) (0x80 | 5));
    byte[] unmasked = new byte[5];
    for (int i = 0; i < 5; i++) {
      unmasked[i] = (byte) (frame.getByte(6 + i) ^ frame.getByte(2 + (i & 3)));
    }
    assertThat(new String(unmasked, StandardCharsets.US_ASCII)).isEqualTo("hello");
    frame.release();
  }

  private static ByteBuf stream(String... payloads) {
    ByteBuf bytes = Unpooled.buffer();
    for (String payload : payloads) {
      frame(bytes, 0x1, payload.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes;
  }

  private static void frame(ByteBuf to, int opcode, byte[] payload) {
    to.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      to.writeByte(payload.length);
    } else if (payload.length <= 0xffff) {
      to.writeByte(126).writeShort(payload.length);
    } else {
      to.writeByte(127).writeLong(payload.length);
    }
    to.writeBytes(payload);
  }
}
