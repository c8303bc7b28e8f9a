package dev.fanfare.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.EchoGate.Told;
import dev.fanfare.gateway.edge.loop.Transport;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transport that this machine has carries the same. */
class TransportTest {
  static List<Transport> transports() {
    return Transport.available();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void carriesWebSocketsAndRequests(Transport transport) throws Exception {
    try (TestServer server = TestServer.start(EdgeOptions.DEFAULT, 2 << 20, transport);
        RawClient socket = server.connect();
        RawClient http = server.connect()) {
      socket.send(RawClient.upgrade("/echo?later"));
      assertThat(socket.answer().status()).isEqualTo(101);
      byte[] payload = new byte[1 << 20];
      socket.send(RawClient.frame(0x82, payload));
      assertThat(socket.frame().payload()).hasSize(payload.length);
      http.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
      assertThat(http.answer().body()).endsWith("hi");
      socket.send(RawClient.frame(0x83, new byte[0]));
      socket.receivesClose(1002);
      socket.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(false, 1002));
    }
  }
}
