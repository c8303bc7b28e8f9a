package dev.fanfare.gateway.backend.redis;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A Redis that keeps what it has on a disk, and cannot any more: the disk is full, or gone. */
class RedisDiskTest {
  @TempDir private Path folder = Path.of("");
  private final Said said = new Said();

  @BeforeEach
  void listen() {
    said.start();
    logger().addAppender(said);
  }

  @AfterEach
  void listenNoMore() {
    logger().detachAppender(said);
  }

  @Test
  void aRedisThatCannotSaveCarriesMessagesForThoseWhoAreThereAndThoseWhoCome() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    try (RedisServer redis = new RedisServer("--dir", disk.toString(), "--save", "3600 1")) {
      RedisBus early = bus(redis);
      Files.delete(disk);
      redis.say("SET key value");
      redis.say("BGSAVE");
      until("it has noticed", () -> redis.say("PING").startsWith("-MISCONF"));

      RedisBus late = bus(redis);
      TwoGateways gateways = new TwoGateways(early, late);
      gateways.publish(1);
      gateways.until("it is heard", () -> gateways.heard().contains(1));
      gateways.until("pings were refused", () -> refusedPings(redis) >= 6);

      assertThat(early.isConnected()).isTrue();
      assertThat(late.isConnected()).isTrue();
      assertThat(said.lines).isEmpty();
      early.close();
      late.close();
    }
  }

  private static RedisBus bus(RedisServer redis) {
    return await(RedisBus.connect(Vertx.vertx(), RedisBusOptions.at(redis.uri())));
  }

  private static int refusedPings(RedisServer redis) {
    return redis.lines("INFO commandstats").stream()
        .filter(line -> line.startsWith("cmdstat_ping:"))
        .map(line -> line.replaceAll(".*rejected_calls=([0-9]+).*", "$1").strip())
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.fanfare.gateway.backend.redis");
  }

  /** What the bus says. */
  private static final class Said extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }
  }
}
