package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells anew where a log stands, where its owner knows who is in it. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Announce
    implements EntryProcessor<String, StoredLog, byte[]>,
        ReadOnly,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private transient @Nullable Member member;

  Announce() {}

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] process(Map.Entry<String, StoredLog> entry) {
    StoredLog stored = entry.getValue();
    if (stored != null) {
      Member here = Member.required(member);
      here.changed(entry.getKey(), stored);
      int unused = here.facts().changed(entry.getKey(), stored.log()); // the next change drops them
      for (long incarnation : stored.log().incarnations()) {
        here.found(entry.getKey(), incarnation);
      }
    }
    return new byte[0];
  }

  @Override
  public @Nullable EntryProcessor<String, StoredLog, byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.ANNOUNCE;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // There is nothing to say.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // There is nothing to hear.
  }
}
