package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import java.util.List;

/** Usage cells in as many copies as the logs have. */
public final class HazelcastUsageSink implements UsageSink {
  private final IMap<String, Cell> cells;
  private final Submitting submitting;

  /** Over a client's connection. */
  public HazelcastUsageSink(StoreClient client) {
    this.cells = client.instance().getMap(Names.USAGE);
    this.submitting = new Submitting(client);
  }

  @Override
  public Future<Void> put(List<UsageCell> all) {
    return Future.all(all.stream().map(this::put).toList()).mapEmpty();
  }

  private Future<byte[]> put(UsageCell cell) {
    return submitting.decide(cells, key(cell), new PutUsage(new Cell(cell)));
  }

  static String key(UsageCell cell) {
    return cell.boot() + ":" + cell.minute() + ":" + cell.app().text();
  }
}
