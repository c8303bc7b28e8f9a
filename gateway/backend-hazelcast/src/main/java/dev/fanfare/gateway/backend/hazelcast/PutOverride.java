package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes an app whose version is still the one before; answered by 1 when it was. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class PutOverride
    implements EntryProcessor<String, StoredOverride, byte[]>, IdentifiedDataSerializable {
  private StoredOverride next = new StoredOverride();

  PutOverride() {}

  PutOverride(StoredOverride next) {
    this.next = next;
  }

  @Override
  public byte[] process(Map.Entry<String, StoredOverride> entry) {
    StoredOverride present = entry.getValue();
    long version = present == null ? 0 : present.version();
    boolean repeated =
        present != null && version == next.version() && present.document().equals(next.document());
    if (!repeated && next.version() != version + 1) {
      return new byte[] {0};
    }
    entry.setValue(next);
    return new byte[] {1};
  }

  @Override
  public @Nullable EntryProcessor<String, StoredOverride, byte[]> getBackupProcessor() {
    return this;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.PUT_OVERRIDE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    next.writeData(out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    next.readData(in);
  }
}
