package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;

/** Changes an app whose version is still the one before; answered by 1 when it was. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class PutOverride extends Deciding<StoredOverride> {
  private StoredOverride next = new StoredOverride();

  PutOverride() {}

  PutOverride(StoredOverride next) {
    this.next = next;
  }

  @Override
  byte[] decide(Map.Entry<String, StoredOverride> entry, Member here) {
    StoredOverride present = entry.getValue();
    long version = present == null ? 0 : present.version();
    boolean repeated =
        present != null && version == next.version() && present.document().equals(next.document());
    if (!repeated && next.version() != version + 1) {
      return new byte[] {0};
    }
    follow(entry);
    return new byte[] {1};
  }

  @Override
  void follow(Map.Entry<String, StoredOverride> entry) {
    entry.setValue(next);
  }

  @Override
  public int getClassId() {
    return Factory.PUT_OVERRIDE;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    next.writeData(out);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    next.readData(in);
  }
}
