package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.frame;
import static dev.fanfare.gateway.edge.RawClient.text;
import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebSocketTest {
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void aMessageComesAsAWholeAndIsAnswered() throws Exception {
    try (RawClient client = server.connect().open()) {
      client.send(text("hello"));
      client.receivesText("hello");
      client.send(text("café €"));
      client.receivesText("café €");
    }
  }

  @Test
  void theHandshakeIsAnsweredAsInTheExampleOfTheStandard() throws Exception {
    try (RawClient client = server.connect()) {
      var answer = client.send(upgrade("/echo", "Sec-WebSocket-Protocol: x, echo.v1")).answer();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.header("sec-websocket-protocol")).isEqualTo("echo.v1");
    }
  }

  @Test
  void framesRightBehindTheHandshakeAreNotLost() throws Exception {
    for (String path : new String[] {"/echo", "/echo?later"}) {
      try (RawClient client = server.connect()) {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        together.write(upgrade(path).getBytes(UTF_8));
        together.write(text("one"));
        together.write(text("two"), 0, 5);
        client.send(together.toByteArray());
        assertThat(client.answer().status()).isEqualTo(101);
        client.receivesText("one");
        byte[] two = text("two");
        client.send(java.util.Arrays.copyOfRange(two, 5, two.length));
        client.receivesText("two");
      }
    }
  }

  @Test
  void aFragmentedTextWithAPingInBetween() throws Exception {
    try (RawClient client = server.connect().open()) {
      client.send(frame(0x01, "Hel".getBytes(UTF_8)));
      client.send(frame(0x89, "are you there".getBytes(UTF_8)));
      client.send(frame(0x80, "lo".getBytes(UTF_8)));
      var pong = client.frame();
      assertThat(pong.opcode()).isEqualTo(10);
      assertThat(pong.text()).isEqualTo("are you there");
      client.receivesText("Hello");
    }
  }

  @Test
  void aMegabyteInOneFrameByteByByteAtItsBeginning() throws Exception {
    byte[] payload = new byte[1 << 20];
    java.util.Arrays.fill(payload, (byte) 'x');
    try (RawClient client = server.connect().open()) {
      byte[] bytes = frame(0x82, payload);
      for (int i = 0; i < 20; i++) {
        client.send(new byte[] {bytes[i]});
      }
      client.send(java.util.Arrays.copyOfRange(bytes, 20, bytes.length));
      assertThat(client.frame().payload()).isEqualTo(payload);
    }
  }

  @Test
  void theClientClosesAndGetsItsCodeBack() throws Exception {
    try (TestServer own = TestServer.start();
        RawClient client = own.connect().open()) {
      client.send(RawClient.close(1000, "bye"));
      client.receivesClose(1000);
      client.receivesEnd();
      assertThat(own.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 1000));
    }
  }

  @Test
  void theServerClosesAfterWhatWasSentBefore() throws Exception {
    try (TestServer own = TestServer.start();
        RawClient client = own.connect().open()) {
      var link = own.gate().next(Told.Opened.class).link();
      link.loop()
          .execute(
              () -> {
                link.send("last words".getBytes(UTF_8), false, 1);
                link.close(4503, "going away");
                link.send("nobody hears this".getBytes(UTF_8), false, 1);
              });
      client.receivesText("last words");
      var close = client.frame();
      assertThat(close.closeCode()).isEqualTo(4503);
      assertThat(close.text()).endsWith("going away");
      client.send(RawClient.close(4503, ""));
      client.receivesEnd();
      assertThat(own.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 4503));
    }
  }
}
