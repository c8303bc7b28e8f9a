package dev.fanfare.gateway.backend.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member connects to somebody who takes the connection and says nothing. */
class HandshakesTest {
  private static final String HOST = "127.0.0.1";
  private static final byte[] FIRST_WORD = "HZC".getBytes(US_ASCII);
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final int port = Ports.free();
  private final HazelcastInstance member =
      Handshakes.start(
          Configs.member(
              new StoreOptions("handshakes", "secret", List.of(HOST + ":" + port), 1), HOST, port));

  @AfterEach
  void end() {
    member.getLifecycleService().terminate();
  }

  @Test
  void itRestsUntilItIsAnsweredAndThenSaysTheRest() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      connectTo(silent.getLocalPort());
      try (Socket connection = silent.accept()) {
        connection.setSoTimeout((int) Patience.LIMIT.toMillis());
        InputStream said = connection.getInputStream();
        assertThat(said.readNBytes(FIRST_WORD.length)).isEqualTo(FIRST_WORD);

        long before = workedNanos();
        connection.setSoTimeout((int) SILENCE.toMillis());
        assertThatThrownBy(said::read).isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(workedNanos() - before)).isLessThan(SILENCE.dividedBy(10));

        connection.setSoTimeout((int) Patience.LIMIT.toMillis());
        connection.getOutputStream().write(FIRST_WORD);
        assertThat(said.read()).isNotNegative();
      }
    }
  }

  private void connectTo(int silent) throws IOException {
    var unused =
        ((HazelcastInstanceProxy) member)
            .getOriginal()
            .node
            .getServer()
            .getConnectionManager(EndpointQualifier.MEMBER)
            .getOrConnect(new Address(HOST, silent));
  }

  /** By the threads that write to its connections. */
  private long workedNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    String writes = member.getName() + ".IO.thread-out";
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains(writes)) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.threadId()));
      }
    }
    return sum;
  }
}
