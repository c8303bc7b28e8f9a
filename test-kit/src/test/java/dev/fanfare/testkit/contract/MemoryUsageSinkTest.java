package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryUsageSink;
import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUsageSinkTest extends UsageSinkContract {
  private final MemoryUsageSink sink = new MemoryUsageSink(100);

  @Override
  protected UsageSink sink() {
    return sink;
  }

  @Override
  protected List<UsageCell> cells(AppId ofApp, long minute) {
    return sink.cells(ofApp, minute);
  }

  @Test
  void theOldestMinutesGoFirst() {
    AppId app = new AppId("1");
    for (long minute = 150; minute > 0; minute--) {
      await(sink.put(List.of(new UsageCell(1, app, minute, 1, 1, 1, 1, 1))));
    }

    assertThat(sink.cells(app, 50)).isEmpty();
    assertThat(sink.cells(app, 51)).hasSize(1);
    assertThat(sink.cells(app, 150)).hasSize(1);
  }
}
