package dev.fanfare.gateway.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.gate.Room;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FrameReaderTest {
  private static final int MAX_BYTES = 3_000;

  private final Room room = new Room(1_000_000);

  /** Writes down what it hears. */
  private static final class Heard implements FrameReader.Listener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void message(byte[] message, boolean binary) {
      heard.add((binary ? "binary " : "text ") + HexFormat.of().formatHex(message));
    }

    @Override
    public void ping(byte[] payload) {
      heard.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void pong() {
      heard.add("pong");
    }

    @Override
    public void closed(int code) {
      heard.add("closed " + code);
    }

    @Override
    public void violated(int code, String reason) {
      heard.add("violated " + code + " " + reason);
    }
  }

  @Property(tries = 2_000)
  void whateverComesIsHeardTheSameInAnyPieces(@ForAll long seed) {
    Random random = new Random(seed);
    ByteBuf stream = Unpooled.buffer();
    int frames = 1 + random.nextInt(12);
    for (int i = 0; i < frames; i++) {
      frame(random, stream);
    }
    assertThat(heardInPieces(stream.duplicate(), random))
        .isEqualTo(heardAtOnce(stream.duplicate()));
  }

  @Property(tries = 2_000)
  void anyBytesAtAllAreSurvived(@ForAll byte[] bytes) {
    heardAtOnce(Unpooled.wrappedBuffer(bytes));
  }

  private List<String> heardAtOnce(ByteBuf stream) {
    Heard heard = new Heard();
    FrameReader reader = reader(heard);
    reader.read(stream);
    reader.stop();
    assertThat(stream.isReadable()).isFalse();
    return heard.heard;
  }

  private List<String> heardInPieces(ByteBuf stream, Random random) {
    Heard heard = new Heard();
    FrameReader reader = reader(heard);
    while (stream.isReadable()) {
      int most = random.nextBoolean() ? 3 : 600;
      reader.read(stream.readSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(most))));
    }
    reader.stop();
    assertThat(room.taken()).isZero();
    return heard.heard;
  }

  private FrameReader reader(Heard heard) {
    return new FrameReader(heard, MAX_BYTES, 8, room, false);
  }

  /** Mostly right, sometimes wrong. */
  private static void frame(Random random, ByteBuf stream) {
    int opcode = List.of(0, 0, 0, 1, 1, 2, 2, 8, 9, 10, 3).get(random.nextInt(11));
    boolean fin = opcode >= 8 || random.nextBoolean();
    int length = random.nextInt(opcode >= 8 ? 126 : random.nextBoolean() ? 10 : 1_000);
    int key = random.nextInt();
    stream.writeByte((fin ? 0x80 : 0) | opcode);
    if (length < 126) {
      stream.writeByte(0x80 | length);
    } else {
      stream.writeByte(0xFE).writeShort(length);
    }
    stream.writeInt(key);
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (random.nextInt(5_000) == 0 ? 0xFF : 'a' + random.nextInt(26));
    }
    Mask.apply(key, 0, payload, 0, length);
    stream.writeBytes(payload);
  }
}
