package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a session's owner out, if it is this gateway; on a backup it may also put one in. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ReleaseSession
    implements EntryProcessor<String, Long, byte[]>, IdentifiedDataSerializable {
  private long gateway;
  private boolean sets;

  ReleaseSession() {}

  ReleaseSession(long gateway) {
    this.gateway = gateway;
  }

  /** What a claim is on a backup. */
  static ReleaseSession setting(long gateway) {
    ReleaseSession setting = new ReleaseSession(gateway);
    setting.sets = true;
    return setting;
  }

  @Override
  public byte[] process(Map.Entry<String, Long> entry) {
    Long owner = entry.getValue();
    if (sets) {
      entry.setValue(gateway);
    } else if (owner != null && owner == gateway) {
      entry.setValue(null);
    }
    return new byte[0];
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
    return Factory.RELEASE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(gateway);
    out.writeBoolean(sets);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    gateway = in.readLong();
    sets = in.readBoolean();
  }
}
