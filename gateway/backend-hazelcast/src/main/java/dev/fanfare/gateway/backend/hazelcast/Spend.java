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

/** Spends a ticket; answered by 1 for the first who does. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Spend implements EntryProcessor<String, Long, byte[]>, IdentifiedDataSerializable {
  private long untilMillis;
  private long millisLeft;

  Spend() {}

  Spend(long untilMillis, long millisLeft) {
    this.untilMillis = untilMillis;
    this.millisLeft = millisLeft;
  }

  @Override
  public byte[] process(Map.Entry<String, Long> entry) {
    if (entry.getValue() != null) {
      return new byte[] {0};
    }
    long seconds = Math.max(1, millisLeft / 1_000 + 1);
    ((ExtendedMapEntry<String, Long>) entry).setValue(untilMillis, seconds, TimeUnit.SECONDS);
    return new byte[] {1};
  }

  @Override
  public @Nullable EntryProcessor<String, Long, byte[]> getBackupProcessor() {
    return this;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.SPEND;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(untilMillis);
    out.writeLong(millisLeft);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    untilMillis = in.readLong();
    millisLeft = in.readLong();
  }
}
