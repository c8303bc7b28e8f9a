package dev.fanfare.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.edge.EchoGate.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();

  @TempDir private Path folder;
  private KeyStore keys;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    keys = selfSigned();
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("edge").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("edge", PASSWORD).getEncoded()));
    server = TestServer.start(EdgeOptions.DEFAULT.withTls(new TlsOptions(certificate, key)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aWebSocketAndItsFrames() throws Exception {
    try (RawClient client = connect().open()) {
      client.send(RawClient.text("hello"));
      client.receivesText("hello");
      byte[] long_ = new byte[1 << 20];
      client.send(RawClient.frame(0x82, long_));
      assertThat(client.frame().payload()).hasSize(long_.length);
      client.send(RawClient.close(1000, ""));
      client.receivesClose(1000);
      client.receivesEnd();
      assertThat(server.gate().next(Told.Closed.class)).isEqualTo(new Told.Closed(true, 1000));
    }
  }

  @Test
  void sharedFramesReachEachClientUnharmed() throws Exception {
    try (RawClient one = connect().open();
        RawClient two = connect().open()) {
      for (int i = 0; i < 2; i++) {
        var link = server.gate().next(Told.Opened.class).link();
        link.loop()
            .execute(
                () -> {
                  for (int n = 0; n < 1_000; n++) {
                    var frame = link.framing().frame(("message " + n).getBytes(UTF_8), false);
                    link.send(frame, 1);
                    frame.release();
                  }
                });
      }
      for (int n = 0; n < 1_000; n++) {
        one.receivesText("message " + n);
        two.receivesText("message " + n);
      }
    }
  }

  @Test
  void whoeverBreaksTheRulesIsToldAndHungUpOn() throws Exception {
    try (RawClient client = connect().open()) {
      client.send(RawClient.frame(0x83, new byte[0]));
      client.receivesClose(1002);
      client.receivesEnd();
    }
    server.hasConnections(0);
  }

  @Test
  void plainTextIsSentAway() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /text HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
    server.hasConnections(0);
  }

  @Test
  void aCertificateThatCannotBeReadIsAFailureOfTheStart() {
    var missing = new TlsOptions(folder.resolve("none.pem"), folder.resolve("none.pem"));
    var started =
        EdgeServer.start(
            server.loops(),
            "127.0.0.1",
            0,
            EdgeOptions.DEFAULT.withTls(missing),
            List.of(),
            server.gate());
    assertThat(started.failed()).isTrue();
  }

  private RawClient connect() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    Socket socket =
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
    return new RawClient(socket);
  }

  /** The JDK makes certificates with a tool only. */
  private KeyStore selfSigned() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "edge",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue())
        .as(new String(keytool.getInputStream().readAllBytes(), UTF_8))
        .isZero();
    return KeyStore.getInstance(store.toFile(), PASSWORD);
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }
}
