package dev.fanfare.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StampTest {
  @Property
  void whatIsWrittenIsRead(@ForAll int channel, @ForAll int sequence, @ForAll long nanos) {
    ByteBuf message = Unpooled.buffer().writeBytes(new byte[] {'"'});
    message.writeBytes(Stamp.write(channel, sequence, nanos));

    assertThat(Stamp.channel(message, 1)).isEqualTo(channel);
    assertThat(Stamp.sequence(message, 1)).isEqualTo(sequence);
    assertThat(Stamp.nanos(message, 1)).isEqualTo(nanos);
  }

  @Property
  void noServerHasToEscapeIt(@ForAll int channel, @ForAll int sequence, @ForAll long nanos) {
    byte[] stamp = Stamp.write(channel, sequence, nanos);

    assertThat(stamp).hasSize(128);
    assertThat(new String(stamp, StandardCharsets.US_ASCII)).matches("~[a-p]{32}\\.{95}");
  }
}
