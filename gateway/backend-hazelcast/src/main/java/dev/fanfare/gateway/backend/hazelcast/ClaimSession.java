package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * Makes a gateway the owner of a session unless another one that lives is; answered by the owner.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ClaimSession extends Deciding<Long> {
  private long gateway;

  ClaimSession() {}

  ClaimSession(long gateway) {
    this.gateway = gateway;
  }

  @Override
  byte[] decide(Map.Entry<String, Long> entry, Member here) {
    Long owner = entry.getValue();
    if (owner != null && owner != gateway && !here.leases().isDead(owner)) {
      here.leases().seen(owner, here.nanos());
      return Numbers.bytes(owner);
    }
    follow(entry);
    return Numbers.bytes(gateway);
  }

  /** Only where it was decided so: without a change no backup is told. */
  @Override
  void follow(Map.Entry<String, Long> entry) {
    entry.setValue(gateway);
  }

  @Override
  public int getClassId() {
    return Factory.CLAIM;
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
