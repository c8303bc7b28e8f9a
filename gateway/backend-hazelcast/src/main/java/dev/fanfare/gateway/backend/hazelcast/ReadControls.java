package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.ControlList.Place;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads control messages behind a place, or only where the list ends. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ReadControls
    implements EntryProcessor<String, StoredControls, byte[]>,
        ReadOnly,
        IdentifiedDataSerializable {
  private boolean onlyTop = true;
  private long life;
  private long number;

  /** Where the list ends. */
  ReadControls() {}

  ReadControls(Place place) {
    onlyTop = false;
    life = place.life();
    number = place.number();
  }

  @Override
  public byte[] process(Map.Entry<String, StoredControls> entry) {
    StoredControls stored = entry.getValue();
    StoredControls controls = stored == null ? new StoredControls() : stored;
    return Blocks.join(onlyTop ? controls.top() : controls.after(life, number));
  }

  @Override
  public @Nullable EntryProcessor<String, StoredControls, byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.READ_CONTROLS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeBoolean(onlyTop);
    out.writeLong(life);
    out.writeLong(number);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    onlyTop = in.readBoolean();
    life = in.readLong();
    number = in.readLong();
  }
}
