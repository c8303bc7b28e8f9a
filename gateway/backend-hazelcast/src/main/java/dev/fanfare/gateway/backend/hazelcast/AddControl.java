package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds a control message; the first one begins the list's life, under a name that it brings. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class AddControl
    implements EntryProcessor<String, StoredControls, byte[]>, IdentifiedDataSerializable {
  private byte[] message = new byte[0];
  private long life;

  AddControl() {}

  AddControl(byte[] message, long life) {
    this.message = message;
    this.life = life;
  }

  @Override
  public byte[] process(Map.Entry<String, StoredControls> entry) {
    StoredControls stored = entry.getValue();
    StoredControls controls = stored == null ? new StoredControls(life) : stored;
    controls.add(message);
    entry.setValue(controls);
    return new byte[0];
  }

  @Override
  public @Nullable EntryProcessor<String, StoredControls, byte[]> getBackupProcessor() {
    return this;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.ADD_CONTROL;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(message);
    out.writeLong(life);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    message = Objects.requireNonNull(in.readByteArray());
    life = in.readLong();
  }
}
