package dev.fanfare.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.testkit.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that says everything once more, and a proxy before it. */
class TcpProxyTest {
  private static final int SOON_MILLIS = 200;

  private final Gate gate = new Gate();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<Thread> accepting = new ArrayList<>();
  private final ServerSocket server = listening(0);
  private final TcpProxy proxy = before(server);

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void whatIsSaidPassesInBothDirections() throws IOException {
    Socket client = connect(proxy);

    say(client, 7);

    assertThat(hear(client)).isEqualTo(7);
  }

  @Test
  void theEndOfWhatIsSaidPassesToo() throws IOException {
    Socket client = connect(proxy);
    say(client, 7);

    client.shutdownOutput();

    assertThat(hear(client)).isEqualTo(7);
    assertThat(hear(client)).isEqualTo(-1);
  }

  @Test
  void whatIsHeldArrivesLaterOnTheSameConnection() throws IOException {
    Socket client = connect(proxy);
    say(client, 1);
    assertThat(hear(client)).isEqualTo(1);

    gate.hold();
    say(client, 2);
    hearsNothingSoon(client);
    gate.pass();

    assertThat(hear(client)).isEqualTo(2);
  }

  @Test
  void whoConnectsWhileItHoldsIsServedLater() throws IOException {
    gate.hold();
    Socket client = connect(proxy);
    say(client, 3);
    hearsNothingSoon(client);

    gate.pass();

    assertThat(hear(client)).isEqualTo(3);
  }

  @Test
  void whatIsCutIsBrokenForThoseWhoAreThereAndThoseWhoComeUntilItIsJoined() throws IOException {
    Socket there = connect(proxy);
    say(there, 1);
    assertThat(hear(there)).isEqualTo(1);

    gate.cut();

    assertThatThrownBy(() -> hear(there)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> hear(connect(proxy))).isInstanceOf(SocketException.class);
    gate.pass();
    Socket after = connect(proxy);
    say(after, 2);
    assertThat(hear(after)).isEqualTo(2);
  }

  @Test
  void eachClientHasTheGateOfItsAddressAndAStrangerHasNone() throws IOException {
    ConcurrentMap<Integer, Gate> gates = new ConcurrentHashMap<>();
    TcpProxy choosing = closedAtEnd(TcpProxy.to(address(server), client -> at(gates, client)));
    Socket one = new Socket();
    Socket other = new Socket();
    for (Socket client : List.of(one, other)) {
      closedAtEnd(client).bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      gates.put(client.getLocalPort(), new Gate());
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), choosing.port()));
    }

    at(gates, one).hold();
    say(one, 1);
    say(other, 2);

    assertThat(hear(other)).isEqualTo(2);
    hearsNothingSoon(one);
    assertThatThrownBy(() -> hear(connect(choosing))).isInstanceOf(SocketException.class);
  }

  @Test
  void aServerThatIsAwayIsAResetUntilItIsBack() throws Exception {
    server.close();
    // It may accept one more until it has noticed.
    accepting.getFirst().join();
    assertThatThrownBy(() -> hear(connect(proxy))).isInstanceOf(SocketException.class);

    listening(server.getLocalPort());

    Socket client = connect(proxy);
    say(client, 4);
    assertThat(hear(client)).isEqualTo(4);
  }

  private static Optional<Gate> at(ConcurrentMap<Integer, Gate> gates, InetSocketAddress client) {
    return Optional.ofNullable(gates.get(client.getPort()));
  }

  private static Gate at(ConcurrentMap<Integer, Gate> gates, Socket client) {
    return Optional.ofNullable(gates.get(client.getLocalPort())).orElseThrow();
  }

  private static void echo(ServerSocket accepting) {
    try {
      while (true) {
        Socket client = accepting.accept();
        Thread.ofVirtual().start(() -> echo(client));
      }
    } catch (IOException closed) {
      // the test is over, or wants it so
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException broken) {
      // cut on purpose
    }
  }

  private TcpProxy before(ServerSocket behind) {
    try {
      return closedAtEnd(TcpProxy.to(address(behind), gate));
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private static InetSocketAddress address(ServerSocket of) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), of.getLocalPort());
  }

  private ServerSocket listening(int port) {
    try {
      ServerSocket socket = closedAtEnd(new ServerSocket());
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      accepting.add(Thread.ofVirtual().start(() -> echo(socket)));
      return socket;
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private Socket connect(TcpProxy to) throws IOException {
    Socket socket = closedAtEnd(new Socket(InetAddress.getLoopbackAddress(), to.port()));
    socket.setSoTimeout((int) Patience.LIMIT.toMillis());
    return socket;
  }

  private static void say(Socket client, int value) throws IOException {
    client.getOutputStream().write(value);
  }

  private static int hear(Socket client) throws IOException {
    return client.getInputStream().read();
  }

  private static void hearsNothingSoon(Socket client) throws IOException {
    int before = client.getSoTimeout();
    client.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> hear(client)).isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(before);
  }

  private <T extends AutoCloseable> T closedAtEnd(T one) {
    open.add(one);
    return one;
  }
}
