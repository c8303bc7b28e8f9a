package dev.fanfare.gateway.backend.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.testkit.Ports;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes of another version of the store's data: neither finds the other. */
class StoreVersionTest {
  private static final String HOST = "127.0.0.1";

  private final int oldPort = Ports.free();
  private final int ourPort = Ports.free();
  private final StoreOptions options =
      new StoreOptions(
          "versions", "secret", List.of(HOST + ":" + oldPort, HOST + ":" + ourPort), 3);
  private final HazelcastInstance old = Hazelcast.newHazelcastInstance(older());

  @AfterEach
  void end() {
    old.shutdown();
  }

  @Test
  void aGatewayFindsNoMemberOfAnotherVersionAndSaysWhatToCheckInOneLine() {
    assertThatThrownBy(() -> StoreClient.connect(options, 3_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("No member of the store versions answers at [127.0.0.1:")
        .hasMessageEndingWith("with the same name, secret and version.")
        .message()
        .doesNotContain("\n");
    assertThat(old.getClientService().getConnectedClients()).isEmpty();
  }

  @Test
  void aMemberOfAnotherVersionIsNotJoined() {
    StoreMember ours = StoreMember.start(options, HOST, ourPort, new RealTime());
    try {
      assertThat(ours.members()).isEqualTo(1);
      assertThat(ours.isReady()).isFalse();
      assertThat(old.getCluster().getMembers()).hasSize(1);
    } finally {
      ours.terminate();
    }
  }

  private Config older() {
    String ours = "-v" + StoreOptions.DATA_VERSION + "-";
    String name = options.clusterName();
    assertThat(name).contains(ours);
    return Configs.member(options, HOST, oldPort)
        .setClusterName(name.replace(ours, "-v" + (StoreOptions.DATA_VERSION - 1) + "-"));
  }

  private static final class RealTime implements Time {
    @Override
    public long wallMicros() {
      return System.currentTimeMillis() * 1_000;
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }
  }
}
