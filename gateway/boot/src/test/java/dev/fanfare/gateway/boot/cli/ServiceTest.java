package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();
  private final Service service = new Service(signals::put, () -> {}, Duration.ZERO);

  @Test
  void aSignalThatComesBeforeTheGatewayRunsIsNotLost() throws InterruptedException {
    send("INT");

    assertThat(service.run(endingWith(Future.succeededFuture()), Duration.ofSeconds(1))).isZero();
  }

  @Test
  void anEndThatTakesTooLongIsCutOff() throws InterruptedException {
    send("TERM");
    Future<Void> never = Promise.<Void>promise().future();

    assertThat(service.run(endingWith(never), Duration.ofMillis(1))).isEqualTo(1);
  }

  private void send(String signal) {
    Objects.requireNonNull(signals.get(signal), "nobody listens").run();
  }

  private static RunningGateway endingWith(Future<Void> end) {
    return new RunningGateway() {
      @Override
      public int port() {
        return 1;
      }

      @Override
      public int managementPort() {
        return 2;
      }

      @Override
      public Future<Void> drain(Duration grace) {
        return end;
      }
    };
  }
}
