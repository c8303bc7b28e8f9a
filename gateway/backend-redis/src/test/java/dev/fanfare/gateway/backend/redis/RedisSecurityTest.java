package dev.fanfare.gateway.backend.redis;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.awaitFailure;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.Ports;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis behind TLS and behind users of its own. */
class RedisSecurityTest {
  private static final ChannelKey NEWS = new ChannelKey(new AppId("1"), new ChannelName("news"));

  @TempDir private Path folder = Path.of("");

  @Test
  void overTlsItIsUsedWhenItsAuthorityIsTrustedAndNotOtherwise() throws Exception {
    X509Bundle authority =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=redis")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    Path root = Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
    Path own = Files.writeString(folder.resolve("redis.pem"), certificate.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("redis.key"), certificate.getPrivateKeyPEM());
    int port = Ports.free();
    try (RedisServer redis =
        new RedisServer(
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            own.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            root.toString(),
            "--tls-auth-clients",
            "no")) {
      assertThat(redis.port()).isNotEqualTo(port);
      carries(options("rediss://127.0.0.1:" + port, Optional.of(root.toString())));

      assertThat(
              awaitFailure(
                  RedisBus.connect(
                      Vertx.vertx(), options("rediss://127.0.0.1:" + port, Optional.empty()))))
          .hasMessageContaining("Redis cannot be used at rediss://127.0.0.1:" + port);
    }
  }

  @Test
  void aUserThatMayOnlyUseItsPrefixIsEnough() {
    try (RedisServer redis =
        new RedisServer(
            "--user",
            "gateway",
            "on",
            ">hush",
            "resetchannels",
            "&fanfare.*",
            "+subscribe",
            "+unsubscribe",
            "+publish",
            "+ping",
            "+hello",
            "--user",
            "default",
            "off")) {
      carries(options(redis.uri().replace("//", "//gateway:hush@"), Optional.empty()));

      assertThat(
              awaitFailure(RedisBus.connect(Vertx.vertx(), options(redis.uri(), Optional.empty()))))
          .hasMessageContaining("Check the address, user and password");
    }
  }

  private static void carries(RedisBusOptions options) {
    try (RedisBus one = await(RedisBus.connect(Vertx.vertx(), options));
        RedisBus other = await(RedisBus.connect(Vertx.vertx(), options))) {
      List<Entry> heard = new CopyOnWriteArrayList<>();
      Entry entry =
          Entry.of(new Message(new Position(7, 1), 1, Draft.of(Payload.text("behind a lock"))));
      await(other.follow(NEWS, heard::add));
      await(one.publish(NEWS, List.of(entry)));
      until("it is heard", () -> heard.equals(List.of(entry)));
    }
  }

  private static RedisBusOptions options(String uri, Optional<String> authority) {
    return new RedisBusOptions(uri, "fanfare.", false, authority, Duration.ofSeconds(2));
  }
}
