package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Merges a usage cell into what is known. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class PutUsage extends Deciding<Cell> {
  /** Until then somebody has taken it. */
  private static final int KEPT_HOURS = 48;

  private Cell cell = new Cell();

  PutUsage() {}

  PutUsage(Cell cell) {
    this.cell = cell;
  }

  @Override
  byte[] decide(Map.Entry<String, Cell> entry, Member here) {
    follow(entry);
    return new byte[0];
  }

  @Override
  void follow(Map.Entry<String, Cell> entry) {
    Cell known = entry.getValue();
    Cell merged = known == null ? cell : known.with(cell);
    ((ExtendedMapEntry<String, Cell>) entry).setValue(merged, KEPT_HOURS, TimeUnit.HOURS);
  }

  @Override
  public int getClassId() {
    return Factory.USAGE;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    cell.writeData(out);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    cell.readData(in);
  }
}
