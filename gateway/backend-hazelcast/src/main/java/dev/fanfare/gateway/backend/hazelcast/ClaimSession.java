package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a gateway the owner of a session unless another one that lives is; answered by the owner.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ClaimSession
    implements EntryProcessor<String, Long, byte[]>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private long gateway;
  private transient @Nullable Member member;

  ClaimSession() {}

  ClaimSession(long gateway) {
    this.gateway = gateway;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] process(Map.Entry<String, Long> entry) {
    Long owner = entry.getValue();
    Member here = Member.required(member);
    if (owner != null && owner != gateway && !here.leases().isDead(owner)) {
      here.leases().seen(owner, here.nanos());
      return Numbers.bytes(owner);
    }
    entry.setValue(gateway);
    return Numbers.bytes(gateway);
  }

  @Override
  public @Nullable EntryProcessor<String, Long, byte[]> getBackupProcessor() {
    return ReleaseSession.setting(gateway);
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.CLAIM;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(gateway);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    gateway = in.readLong();
  }
}
