package dev.fanfare.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketOwnersTest {
  @Test
  void aConnectionBelongsToTheNodeWhoseProcessHasThatEndOfIt() throws IOException {
    assumeTrue(SocketOwners.areKnown(), "skipped: only Linux tells whose a connection is");
    Node us = node("us");
    ProcessHandle self = ProcessHandle.current();
    us.adopt(self.pid(), self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    Node down = node("down");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      int local = client.getLocalPort();
      int remote = server.getLocalPort();

      assertThat(SocketOwners.ownerOf(local, remote, List.of(down, us))).contains(us);
      assertThat(SocketOwners.ownerOf(local, remote, List.of(down))).isEmpty();
      assertThat(SocketOwners.ownerOf(local, remote + 1, List.of(us))).isEmpty();
    }
  }

  private static Node node(String name) {
    return new Node(name, Node.Role.GATEWAY, "127.0.0.1", 1, 2, List.of(), Path.of("log"));
  }
}
