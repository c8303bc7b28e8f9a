package dev.fanfare.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Handshake handshake = new Handshake();

  @Test
  void framesRightBehindTheAnswerAreLeftAlone() {
    ByteBuf in = ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nframes");

    assertThat(handshake.read(in)).isEqualTo(new Handshake.Upgraded());
    assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
  }

  @Test
  void theAnswerMayBeCutAnywhere() {
    String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
    for (int cut = 1; cut < answer.length(); cut++) {
      Handshake cutUp = new Handshake();
      ByteBuf rest = ascii(answer.substring(cut) + "frames");

      assertThat(cutUp.read(ascii(answer.substring(0, cut)))).isEqualTo(new Handshake.Incomplete());
      assertThat(cutUp.read(rest)).isEqualTo(new Handshake.Upgraded());
      assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("frames");
    }
  }

  @Test
  void aBusyServerIsObeyed() {
    ByteBuf in = ascii("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n\r\n{}");

    assertThat(handshake.read(in)).isEqualTo(new Handshake.TurnedAway(3));
  }

  @Test
  void anythingElseIsARefusal() {
    ByteBuf in = ascii("HTTP/1.1 401 Unauthorized\r\n\r\n");

    assertThat(handshake.read(in)).isEqualTo(new Handshake.Refused("HTTP/1.1 401 Unauthorized"));
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
