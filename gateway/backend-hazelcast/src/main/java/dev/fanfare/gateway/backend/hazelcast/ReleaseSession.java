package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;

/** Takes a session's owner out, if it is this gateway. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ReleaseSession extends Deciding<Long> {
  private long gateway;

  ReleaseSession() {}

  ReleaseSession(long gateway) {
    this.gateway = gateway;
  }

  @Override
  byte[] decide(Map.Entry<String, Long> entry, Member here) {
    follow(entry);
    return new byte[0];
  }

  @Override
  void follow(Map.Entry<String, Long> entry) {
    Long owner = entry.getValue();
    if (owner != null && owner == gateway) {
      entry.setValue(null);
    }
  }

  @Override
  public int getClassId() {
    return Factory.RELEASE;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    out.writeLong(gateway);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    gateway = in.readLong();
  }
}
