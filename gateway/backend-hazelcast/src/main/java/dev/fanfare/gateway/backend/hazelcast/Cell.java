package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.protocol.UsageCell;
import java.io.IOException;
import java.util.Arrays;

/** The counts of a usage cell. They only grow. */
final class Cell implements IdentifiedDataSerializable {
  private static final int COUNTS = 5;

  private long[] counts = new long[COUNTS];

  Cell() {}

  Cell(UsageCell cell) {
    counts =
        new long[] {
          cell.published(),
          cell.publishedBytes(),
          cell.delivered(),
          cell.deliveredBytes(),
          cell.connectionsPeak()
        };
  }

  /** The greater of each. */
  Cell with(Cell other) {
    Cell both = new Cell();
    Arrays.setAll(both.counts, i -> Math.max(counts[i], other.counts[i]));
    return both;
  }

  long count(int index) {
    return counts[index];
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.CELL;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    for (long count : counts) {
      out.writeLong(count);
    }
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    for (int i = 0; i < COUNTS; i++) {
      counts[i] = in.readLong();
    }
  }
}
