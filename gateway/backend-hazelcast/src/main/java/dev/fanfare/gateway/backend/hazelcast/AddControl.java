package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** Adds a control message; the first one begins the list's life, under a name that it brings. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class AddControl extends Deciding<StoredControls> {
  private byte[] message = new byte[0];
  private long life;

  AddControl() {}

  AddControl(byte[] message, long life) {
    this.message = message;
    this.life = life;
  }

  @Override
  byte[] decide(Map.Entry<String, StoredControls> entry, Member here) {
    follow(entry);
    return new byte[0];
  }

  @Override
  void follow(Map.Entry<String, StoredControls> entry) {
    StoredControls stored = entry.getValue();
    StoredControls controls = stored == null ? new StoredControls(life) : stored;
    controls.add(message);
    entry.setValue(controls);
  }

  @Override
  public int getClassId() {
    return Factory.ADD_CONTROL;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    out.writeByteArray(message);
    out.writeLong(life);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    message = Objects.requireNonNull(in.readByteArray());
    life = in.readLong();
  }
}
