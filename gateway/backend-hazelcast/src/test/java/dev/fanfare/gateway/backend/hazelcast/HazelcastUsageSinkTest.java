package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.IMap;
import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import dev.fanfare.testkit.contract.UsageSinkContract;
import java.util.ArrayList;
import java.util.List;

class HazelcastUsageSinkTest extends UsageSinkContract {
  private final StoreClient client = TestCluster.shared().client();
  private final HazelcastUsageSink sink = new HazelcastUsageSink(client);

  @Override
  protected UsageSink sink() {
    return sink;
  }

  @Override
  protected List<UsageCell> cells(AppId ofApp, long minute) {
    IMap<String, Cell> stored = client.instance().getMap(Names.USAGE);
    List<UsageCell> cells = new ArrayList<>();
    for (String key : stored.keySet()) {
      String[] parts = key.split(":", 3);
      Cell cell = stored.get(key);
      if (cell != null && parts[2].equals(ofApp.text()) && Long.parseLong(parts[1]) == minute) {
        cells.add(
            new UsageCell(
                Long.parseLong(parts[0]),
                ofApp,
                minute,
                cell.count(0),
                cell.count(1),
                cell.count(2),
                cell.count(3),
                (int) cell.count(4)));
      }
    }
    return cells;
  }
}
