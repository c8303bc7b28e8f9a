package dev.fanfare.gateway.backend.hazelcast;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.SessionDirectory.Claim;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway that was held for dead is found again, and others may have what it had. */
class HazelcastSessionDirectoryTest {
  private final TestCluster cluster = TestCluster.fresh("sessions");
  private final StoreClient peer = StoreClient.connect(cluster.options(), 10_000);
  private final HazelcastSessionDirectory one = directory(cluster.client(), 1);
  private final HazelcastSessionDirectory other = directory(peer, 2);

  private HazelcastSessionDirectory directory(StoreClient client, long seed) {
    return new HazelcastSessionDirectory(
        client, new HazelcastLeases(client, cluster.options()), new Random(seed));
  }

  @AfterEach
  void end() {
    peer.close();
    cluster.close();
  }

  @Test
  void whoeverWasHeldForDeadGoesOnUnderANewName() {
    one.listensAt(InetSocketAddress.createUnresolved("10.0.0.1", 8081));
    String before = one.self();
    until("it is known", () -> await(other.address(before)).isPresent());
    assertThat(await(one.claim("app", "s"))).isEqualTo(new Claim.Mine());
    assertThat(await(other.claim("app", "s"))).isEqualTo(new Claim.Others(before));

    cluster.pass(Duration.ofSeconds(11));
    until("it has another name", () -> !one.self().equals(before));

    until("it is known again", () -> await(other.address(one.self())).isPresent());
    assertThat(one.isSelf(before)).isTrue();
    assertThat(other.isSelf(before)).isFalse();
    assertThat(await(other.address(before))).isEmpty();
    until("its claims are free", () -> await(other.claim("app", "s")).equals(new Claim.Mine()));
  }
}
