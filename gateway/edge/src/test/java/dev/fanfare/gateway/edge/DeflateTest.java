package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.frame;
import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.port.Framing;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets that agreed on permessage-deflate (RFC 7692), and those that did not. */
class DeflateTest {
  private static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  private static final String LONG = "the same again and again, ".repeat(40);

  /** A final block's empty successor: RFC 7692 section 7.2.3.5. */
  private static final byte[] HELLO_IN_A_FINAL_BLOCK = {
    (byte) 0xF3, 0x48, (byte) 0xCD, (byte) 0xC9, (byte) 0xC9, 0x07, 0x00, 0x00
  };

  private static final EdgeOptions OPTIONS =
      EdgeOptions.DEFAULT.withWebSocket(WebSocketOptions.DEFAULT.withDeflate(true));

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start(OPTIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "Permessage-Deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=\"10\"; server_no_context_takeover",
        "permessage-deflate ; client_no_context_takeover",
        "x-webkit-deflate-frame, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate"
      })
  void anOfferThatCanBeMetIsMet(String offer) throws Exception {
    assertThat(answer(offer).header("sec-websocket-extensions")).isEqualTo(AGREED);
  }

  @Test
  void aWindowOfFullSizeIsGranted() throws Exception {
    assertThat(
            answer("permessage-deflate; server_max_window_bits=15")
                .header("sec-websocket-extensions"))
        .isEqualTo(AGREED + "; server_max_window_bits=15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=08",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; level=9",
        "permessage-deflate;",
        "permessage-bzip2",
        ""
      })
  void anOfferThatCannotBeMetIsPassedOver(String offer) throws Exception {
    RawClient.Answer answer = answer(offer);
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.has("sec-websocket-extensions")).isFalse();
  }

  @Test
  void withoutTheOptionNothingIsAgreed() throws Exception {
    try (TestServer other = TestServer.start();
        RawClient client = other.connect()) {
      RawClient.Answer answer = client.send(request(AGREED)).answer();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.has("sec-websocket-extensions")).isFalse();
      client.send(frame(0xC1, deflate(LONG))).receivesClose(1002);
    }
  }

  @Test
  void aCompressedMessageIsRead() throws Exception {
    try (RawClient client = open()) {
      client.send(frame(0xC1, deflate(LONG))).receivesText(LONG);
      client.send(frame(0x81, "plain".getBytes(UTF_8))).receivesText("plain");
      client.send(frame(0xC1, HELLO_IN_A_FINAL_BLOCK)).receivesText("Hello");
      client.send(frame(0xC1, new byte[] {0})).receivesText("");
    }
  }

  @Test
  void aCompressedMessageMayComeInFragmentsWithAPingBetween() throws Exception {
    byte[] wire = deflate(LONG);
    try (RawClient client = open()) {
      client
          .send(frame(0x41, Arrays.copyOf(wire, 3)))
          .send(frame(0x89, new byte[] {7}))
          .send(frame(0x00, new byte[0]))
          .send(frame(0x80, Arrays.copyOfRange(wire, 3, wire.length)));
      assertThat(client.frame().opcode()).isEqualTo(10);
      client.receivesText(LONG);
      server.hasUnfinished(0);
    }
  }

  @Test
  void onlyTheFirstFrameSaysThatItIsCompressed() throws Exception {
    byte[] wire = deflate(LONG);
    try (RawClient client = open()) {
      client.send(frame(0x41, wire)).send(frame(0xC0, new byte[] {0})).receivesClose(1002);
    }
    server.hasUnfinished(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xC8, 0xC9, 0xCA, 0xE1, 0xD1})
  void controlFramesAndOtherReservedBitsAreNoPartOfIt(int first) throws Exception {
    try (RawClient client = open()) {
      client.send(frame(first, new byte[0])).receivesClose(1002);
    }
  }

  @Test
  void whatNoDeflaterMadeClosesWith1007() throws Exception {
    try (RawClient client = open()) {
      client.send(frame(0xC2, new byte[] {7, 7, 7})).receivesClose(1007);
    }
  }

  @Test
  void textThatIsNoUtf8AfterwardsClosesWith1007() throws Exception {
    try (RawClient client = open()) {
      client.send(frame(0xC1, deflate(new byte[] {'a', (byte) 0xFF}))).receivesClose(1007);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 3 << 20, 64 << 20})
  void aBombClosesWith1009AndLeavesNothingBehind(int bytes) throws Exception {
    byte[] wire = deflate(new byte[bytes]);
    try (RawClient client = open()) {
      client.send(frame(0x42, Arrays.copyOf(wire, wire.length / 2)));
      client.send(frame(0x80, Arrays.copyOfRange(wire, wire.length / 2, wire.length)));
      client.receivesClose(1009);
    }
    server.hasUnfinished(0);
  }

  @Test
  void finalBlocksWithoutEndCloseWith1007() throws Exception {
    byte[] wire = new byte[20_000];
    for (int i = 0; i < wire.length; i += 2) {
      wire[i] = 3;
    }
    try (RawClient client = open()) {
      client.send(frame(0xC2, wire)).receivesClose(1007);
    }
  }

  @Test
  void onceTheAppAllowsItOneCompressedFrameGoesToAllWhoAgreed() throws Exception {
    try (TestServer own = TestServer.start(OPTIONS);
        RawClient one = own.connect();
        RawClient two = own.connect();
        RawClient plain = own.connect().open()) {
      one.send(request(AGREED)).answer();
      two.send(request(AGREED)).answer();
      Set<Framing> compressing = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < 3; i++) {
        var link = own.gate().next(Told.Opened.class).link();
        link.loop()
            .execute(
                () -> {
                  Framing before = link.framing();
                  link.compress(true);
                  boolean other = !link.framing().equals(before);
                  String note = other ? "compresses" : "plain";
                  if (other) {
                    compressing.add(link.framing());
                  }
                  link.send(note.getBytes(UTF_8), false, 1);
                  var frame = link.framing().frame(LONG.getBytes(UTF_8), false);
                  link.send(frame, 1);
                  frame.release();
                  link.send(LONG.getBytes(UTF_8), false, 1);
                });
      }
      for (RawClient client : List.of(one, two)) {
        client.receivesText("compresses");
        for (int i = 0; i < 2; i++) {
          byte[] wire = client.compressedFrame().payload();
          assertThat(wire.length).isLessThan(LONG.length() / 5);
          assertThat(inflate(wire)).isEqualTo(LONG);
        }
      }
      assertThat(compressing).as("one framing, so each message is compressed once").hasSize(1);
      plain.receivesText("plain");
      plain.receivesText(LONG);
      plain.receivesText(LONG);
    }
  }

  private static String request(String offer) {
    return upgrade("/echo", "Sec-WebSocket-Extensions: " + offer);
  }

  private static RawClient.Answer answer(String offer) throws Exception {
    try (RawClient client = server.connect()) {
      return client.send(request(offer)).answer();
    }
  }

  private static RawClient open() throws Exception {
    RawClient client = server.connect();
    assertThat(client.send(request(AGREED)).answer().status()).isEqualTo(101);
    return client;
  }

  static byte[] deflate(String text) {
    return deflate(text.getBytes(UTF_8));
  }

  static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(plain);
    byte[] out = new byte[plain.length + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  static String inflate(byte[] wire) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    byte[] all = Arrays.copyOf(wire, wire.length + 4);
    all[all.length - 1] = (byte) 0xFF;
    all[all.length - 2] = (byte) 0xFF;
    inflater.setInput(all);
    byte[] out = new byte[100_000];
    int length = inflater.inflate(out);
    inflater.end();
    return new String(out, 0, length, UTF_8);
  }
}
