package dev.fanfare.gateway.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
  private static final int OWN = 7_000;

  @ParameterizedTest
  @CsvSource({
    "g1.example, g1.example, 7000",
    "10.0.0.11:8081, 10.0.0.11, 8081",
    "::1, ::1, 7000",
    "fd00::b:8081, fd00::b:8081, 7000",
    "[fd00::b], fd00::b, 7000",
    "[fd00::b]:8081, fd00::b, 8081",
  })
  void othersAreToldTheHostAndEitherThePortThatStandsThereOrThatOfTheListener(
      String text, String host, int port) {
    var told = PeerAddress.read(text).orElseThrow().listeningOn(OWN);

    assertThat(told.getHostString()).isEqualTo(host);
    assertThat(told.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "g1:", ":8081", "g1:0", "g1:65536", "g1:x", "http://g1:8081", "g 1", "a,b"})
  void whatIsNoAddressIsRefused(String text) {
    assertThat(PeerAddress.read(text)).isEmpty();
  }

  @Test
  void theLastPortThereIsIsOne() {
    assertThat(PeerAddress.read("g1:65535").orElseThrow().listeningOn(OWN).getPort())
        .isEqualTo(65_535);
  }
}
