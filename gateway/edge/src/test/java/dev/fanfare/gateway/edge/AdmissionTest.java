package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.loop.Transport;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** There are never more than there may be, and whoever comes too many is told when to come back. */
class AdmissionTest {
  @Test
  void aStrangerTooManyFromOneAddressGetsA503WithATimeToComeBack() throws Exception {
    try (TestServer server = TestServer.start(options(100, 100, 2), 0, Transport.AUTO);
        RawClient one = server.connect();
        RawClient two = server.connect().open()) {
      server.hasConnections(2);
      for (int i = 0; i < 3; i++) {
        try (RawClient three = server.connect()) {
          var answer = three.send(upgrade("/echo")).answer();
          assertThat(answer.status()).isEqualTo(503);
          assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(2, 4);
          three.receivesEnd();
        }
        server.hasConnections(2);
      }
      one.leave();
      server.hasConnections(1);
      try (RawClient three = server.connect().open()) {
        three.send(RawClient.text("welcome"));
        three.receivesText("welcome");
        two.send(RawClient.text("still here"));
        two.receivesText("still here");
      }
    }
  }

  @Test
  void whoeverIsTrustedDoesNotTakeAStrangersPlace() throws Exception {
    try (TestServer server = TestServer.start(options(100, 1, 1), 1_000, Transport.AUTO);
        RawClient one = server.connect().open();
        RawClient two = server.connect().open()) {
      assertThat(server.server().strangers()).isZero();
      assertThat(server.server().connections()).isEqualTo(2);
      one.leave();
      two.leave();
      server.hasConnections(0);
      assertThat(server.server().strangers()).isZero();
    }
  }

  @Test
  void thereAreNoMoreConnectionsThanThereMayBe() throws Exception {
    try (TestServer server = TestServer.start(options(1, 100, 100), 1_000, Transport.AUTO);
        RawClient one = server.connect().open();
        RawClient two = server.connect()) {
      assertThat(two.send(upgrade("/echo")).answer().status()).isEqualTo(503);
      one.send(RawClient.text("still here"));
      one.receivesText("still here");
    }
  }

  @Test
  void whoeverOpensWhenTooManyDoGetsA503BeforeTheUpgradeAndTheOthersStay() throws Exception {
    try (TestServer server = TestServer.start(options(100, 100, 100, 1), 0, Transport.AUTO);
        RawClient one = server.connect().open()) {
      boolean refused = false;
      for (int i = 0; i < 50 && !refused; i++) {
        try (RawClient another = server.connect()) {
          var answer = another.send(upgrade("/echo")).answer();
          refused = answer.status() == 503;
          assertThat(refused || answer.status() == 101).isTrue();
          if (refused) {
            assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(2, 4);
            another.receivesEnd();
          }
        }
      }
      assertThat(refused).isTrue();
      one.send(RawClient.text("still here"));
      one.receivesText("still here");
    }
  }

  @Test
  void messagesThatDoNotEndShareOneRoom() throws Exception {
    try (TestServer server = TestServer.start(options(100, 100, 100), 1 << 20, Transport.AUTO);
        RawClient one = server.connect().open();
        RawClient two = server.connect().open()) {
      byte[] whole = RawClient.frame(0x82, new byte[90_000]);
      byte[] most = Arrays.copyOf(whole, 80_000);
      one.send(most);
      server.hasUnfinished(50_000);
      two.sendWhatGoes(most);
      two.receivesClose(1013);
      two.receivesEnd();
      one.send(Arrays.copyOfRange(whole, most.length, whole.length));
      assertThat(one.frame().payload()).hasSize(90_000);
      server.hasUnfinished(0);
    }
  }

  @Test
  void aBodyForWhichThereIsNoRoomIsAnsweredWith503() throws Exception {
    try (TestServer server = TestServer.start(options(100, 100, 100), 0, Transport.AUTO);
        RawClient client = server.connect();
        RawClient other = server.connect()) {
      client.sendWhatGoes(
          ("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(150_000))
              .getBytes(UTF_8));
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.has("retry-after")).isTrue();
      client.receivesEnd();
      other.send(
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n" + "x".repeat(90_000));
      assertThat(other.answer().status()).isEqualTo(200);
      server.hasUnfinished(0);
    }
  }

  private static EdgeOptions options(int connections, int strangers, int perAddress) {
    return options(connections, strangers, perAddress, 1_000);
  }

  private static EdgeOptions options(int connections, int strangers, int perAddress, int opens) {
    return EdgeOptions.DEFAULT.withAdmission(
        new AdmissionOptions(
            connections,
            strangers,
            perAddress,
            opens,
            100_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1)));
  }
}
