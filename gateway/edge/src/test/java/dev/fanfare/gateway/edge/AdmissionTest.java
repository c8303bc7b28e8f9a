package dev.fanfare.gateway.edge;

import static dev.fanfare.gateway.edge.RawClient.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.loop.Transport;
import java.time.Duration;
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
      one.close();
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
      one.close();
      two.close();
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

  private static EdgeOptions options(int connections, int strangers, int perAddress) {
    return new EdgeOptions(
        EdgeOptions.DEFAULT.http(),
        EdgeOptions.DEFAULT.webSocket(),
        new AdmissionOptions(
            connections, strangers, perAddress, Duration.ofSeconds(2), Duration.ofSeconds(1)),
        100,
        EdgeOptions.DEFAULT.tls());
  }
}
