package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.fanfare.gateway.port.ControlList.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads control messages behind a place, or only where the list ends. The backups are asked too,
 * behind whatever they were sent before: a reader that went past a message that was lost after it
 * would go past the next one too, which has its number.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ReadControls extends Deciding<StoredControls> {
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
  byte[] decide(Map.Entry<String, StoredControls> entry, Member here) {
    StoredControls stored = entry.getValue();
    StoredControls controls = stored == null ? new StoredControls() : stored;
    List<byte[]> answer = onlyTop ? controls.top() : controls.after(life, number);
    if (stored != null && !stored.isAt(life, number)) {
      entry.setValue(stored); // else no backup is asked
    }
    return Blocks.join(answer);
  }

  @Override
  void follow(Map.Entry<String, StoredControls> entry) {
    // It is enough that it came here.
  }

  @Override
  public int getClassId() {
    return Factory.READ_CONTROLS;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    out.writeBoolean(onlyTop);
    out.writeLong(life);
    out.writeLong(number);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    onlyTop = in.readBoolean();
    life = in.readLong();
    number = in.readLong();
  }
}
