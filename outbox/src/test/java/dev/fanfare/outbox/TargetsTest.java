package dev.fanfare.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests must not go. */
class TargetsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:1::1",
        "2001:db8::1",
        "::10.0.0.1"
      })
  void privateAndSpecialAddressesAreRefused(String address) throws UnknownHostException {
    assertThat(Targets.PUBLIC.allow(InetAddress.getByName(address))).isFalse();
    assertThat(Targets.ANY.allow(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1"})
  void publicAddressesAreAllowed(String address) throws UnknownHostException {
    assertThat(Targets.PUBLIC.allow(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, true", "::1, true", "1.1.1.1, true", "10.0.0.1, false", "fe80::1, false"})
  void thisMachineIsAllowedForDevelopment(String address, boolean allowed)
      throws UnknownHostException {
    assertThat(Targets.LOOPBACK_TOO.allow(InetAddress.getByName(address))).isEqualTo(allowed);
  }

  @Test
  void namesAreJudgedByTheirAddresses() {
    assertThatThrownBy(() -> Targets.PUBLIC.resolve("localhost"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("public internet");
  }

  @Test
  void nothingIsSentToAForbiddenAddress() {
    try (Receiver receiver = new Receiver();
        Sender sender = new Sender(OutboxOptions.DEFAULT)) {
      URI byName = URI.create(receiver.url().toString().replace("127.0.0.1", "localhost"));
      for (URI url : new URI[] {receiver.url(), byName}) {
        assertThat(sender.post(url, Map.of(), new byte[0]))
            .isInstanceOfSatisfying(
                Sender.Outcome.Failed.class,
                failed -> assertThat(failed.error()).contains("public internet"));
      }
      assertThat(receiver.requests).isEmpty();
    }
  }
}
