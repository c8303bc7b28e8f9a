package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.close;
import static dev.fanfare.gateway.edge.RawClient.frame;
import static dev.fanfare.gateway.edge.RawClient.header;
import static dev.fanfare.gateway.edge.RawClient.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import java.io.ByteArrayOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever breaks RFC 6455 is told with the right code, at once, and is gone. */
class WebSocketAttackTest {
  private static final byte[] NOTHING = {};
  private static final int LIMIT = 2 << 20;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> attacks() {
    return Stream.of(
        Arguments.of("no mask", new byte[] {(byte) 0x81, 2, 'h', 'i'}, 1002),
        Arguments.of("reserved bit 1", frame(0xC1, NOTHING), 1002),
        Arguments.of("reserved bit 2", frame(0xA1, NOTHING), 1002),
        Arguments.of("reserved bit 3 on a ping", frame(0x99, NOTHING), 1002),
        Arguments.of("opcode 3", frame(0x83, NOTHING), 1002),
        Arguments.of("opcode 11", frame(0x8B, NOTHING), 1002),
        Arguments.of("opcode 15", frame(0x8F, NOTHING), 1002),
        Arguments.of("a fragmented ping", frame(0x09, NOTHING), 1002),
        Arguments.of("a fragmented close", frame(0x08, NOTHING), 1002),
        Arguments.of("a ping of 126 bytes", frame(0x89, new byte[126]), 1002),
        Arguments.of("a continuation of nothing", frame(0x80, NOTHING), 1002),
        Arguments.of(
            "a message in a message", join(frame(0x01, NOTHING), frame(0x81, NOTHING)), 1002),
        Arguments.of(
            "a length of 125 in two bytes",
            new byte[] {(byte) 0x82, (byte) 0xFE, 0, 125, 1, 2, 3, 4},
            1002),
        Arguments.of(
            "a length of 65535 in eight bytes",
            new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF},
            1002),
        Arguments.of("a negative length", new byte[] {(byte) 0x82, (byte) 0xFF, (byte) 0x80}, 1002),
        Arguments.of("too long by its header alone", header(0x82, LIMIT + 1), 1009),
        Arguments.of("too long beyond all measure", header(0x82, Long.MAX_VALUE), 1009),
        Arguments.of(
            "too long by its second fragment",
            join(frame(0x02, new byte[1000]), header(0x80, LIMIT - 999)),
            1009),
        Arguments.of("a byte that is no UTF-8", frame(0x81, bytes(0xFF)), 1007),
        Arguments.of("an over-long slash", frame(0x81, bytes(0xC0, 0xAF)), 1007),
        Arguments.of("a surrogate", frame(0x81, bytes(0xED, 0xA0, 0x80)), 1007),
        Arguments.of(
            "a surrogate across fragments",
            join(frame(0x01, bytes(0xED)), frame(0x80, bytes(0xA0, 0x80))),
            1007),
        Arguments.of("beyond U+10FFFF", frame(0x81, bytes(0xF4, 0x90, 0x80, 0x80)), 1007),
        Arguments.of("half a character", frame(0x81, bytes(0xE2, 0x82)), 1007),
        Arguments.of(
            "half a character and nothing more",
            join(frame(0x01, bytes('a', 0xE2)), frame(0x80, NOTHING)),
            1007),
        Arguments.of(
            "a wrong byte before the end of its fragment",
            java.util.Arrays.copyOf(frame(0x01, join(bytes(0xFF), new byte[100])), 10),
            1007),
        Arguments.of("a close of one byte", frame(0x88, bytes(3)), 1002),
        Arguments.of("a reason that is no UTF-8", frame(0x88, bytes(3, 0xE8, 0xFF)), 1007),
        Arguments.of("close code 0", close(0, ""), 1002),
        Arguments.of("close code 999", close(999, ""), 1002),
        Arguments.of("close code 1004", close(1004, ""), 1002),
        Arguments.of("close code 1005", close(1005, ""), 1002),
        Arguments.of("close code 1006", close(1006, ""), 1002),
        Arguments.of("close code 1015", close(1015, ""), 1002),
        Arguments.of("close code 1100", close(1100, ""), 1002),
        Arguments.of("close code 2999", close(2999, ""), 1002),
        Arguments.of("close code 5000", close(5000, ""), 1002),
        Arguments.of("close code 65535", close(65535, ""), 1002));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("attacks")
  void anAttackIsAnsweredWithACloseCode(String what, byte[] attack, int code) throws Exception {
    try (RawClient client = server.connect().open()) {
      client.sendWhatGoes(attack);
      client.receivesClose(code);
      client.receivesEnd();
    }
  }

  static Stream<Integer> goodCodes() {
    return Stream.of(
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999);
  }

  @ParameterizedTest
  @MethodSource("goodCodes")
  void aGoodCloseCodeComesBack(int code) throws Exception {
    try (RawClient client = server.connect().open()) {
      client.send(close(code, "because"));
      client.receivesClose(code);
      client.receivesEnd();
    }
  }

  @Test
  void aCloseWithoutACodeIsAnsweredInKind() throws Exception {
    try (RawClient client = server.connect().open()) {
      client.send(frame(0x88, NOTHING));
      client.receivesClose(1005);
      client.receivesEnd();
    }
  }

  @Test
  void aHundredThousandEmptyFragmentsEndEarly() throws Exception {
    ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    fragments.write(frame(0x01, NOTHING));
    for (int i = 0; i < 100_000; i++) {
      fragments.write(frame(0x00, NOTHING));
    }
    try (RawClient client = server.connect().open()) {
      client.sendWhatGoes(fragments.toByteArray());
      client.receivesClose(1008);
      client.receivesEnd();
    }
  }

  @Test
  void aFloodOfPingsEnds() throws Exception {
    try (RawClient client = server.connect().open()) {
      byte[] ping = frame(0x89, "x".getBytes(UTF_8));
      ByteArrayOutputStream flood = new ByteArrayOutputStream();
      for (int i = 0; i < 10_000; i++) {
        flood.write(ping);
      }
      client.sendWhatGoes(flood.toByteArray());
      var answer = client.frame();
      int pongs = 0;
      while (answer.opcode() == 10) {
        pongs++;
        answer = client.frame();
      }
      assertThat(pongs).isEqualTo(EdgeOptions.DEFAULT.webSocket().controlFramesPerSecond());
      assertThat(answer.closeCode()).isEqualTo(1008);
      client.receivesEnd();
    }
  }

  @Test
  void nothingIsHeardOfAClientThatBrokeTheRules() throws Exception {
    try (TestServer own = TestServer.start();
        RawClient client = own.connect().open()) {
      client.send(join(text("good"), frame(0x83, NOTHING), text("bad")));
      client.receivesText("good");
      client.receivesClose(1002);
      client.receivesEnd();
      assertThat(own.gate().next(Told.Received.class)).isEqualTo(new Told.Received(4, false));
      Told next = own.gate().next();
      while (next instanceof Told.Delivered) {
        next = own.gate().next();
      }
      assertThat(next).isEqualTo(new Told.Closed(false, 1002));
    }
  }

  @Test
  void aStrangerMaySendLessThanWhoeverIsTrusted() throws Exception {
    try (TestServer own =
            TestServer.start(EdgeOptions.DEFAULT, 0, dev.fanfare.gateway.edge.loop.Transport.AUTO);
        RawClient client = own.connect().open()) {
      int limit = EdgeOptions.DEFAULT.webSocket().strangerMessageBytes();
      client.send(frame(0x82, new byte[limit]));
      assertThat(client.frame().payload()).hasSize(limit);
      client.send(header(0x82, limit + 1));
      client.receivesClose(1009);
    }
  }

  private static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
