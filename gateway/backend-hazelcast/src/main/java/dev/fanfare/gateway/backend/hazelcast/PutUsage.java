package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Merges a usage cell into what is known. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class PutUsage implements EntryProcessor<String, Cell, byte[]>, IdentifiedDataSerializable {
  /** Until then somebody has taken it. */
  private static final int KEPT_HOURS = 48;

  private Cell cell = new Cell();

  PutUsage() {}

  PutUsage(Cell cell) {
    this.cell = cell;
  }

  @Override
  public byte[] process(Map.Entry<String, Cell> entry) {
    Cell known = entry.getValue();
    Cell merged = known == null ? cell : known.with(cell);
    ((ExtendedMapEntry<String, Cell>) entry).setValue(merged, KEPT_HOURS, TimeUnit.HOURS);
    return new byte[0];
  }

  @Override
  public @Nullable EntryProcessor<String, Cell, byte[]> getBackupProcessor() {
    return this;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.USAGE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    cell.writeData(out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    cell.readData(in);
  }
}
