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
 * A change of one entry of the small maps, or a question that must not be answered by what may be
 * lost. Its owner decides it, if a majority hears the owner, and its backups follow. {@link
 * Submitting} says what the answers mean.
 *
 * @param <V> what the map holds
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
abstract class Deciding<V>
    implements EntryProcessor<String, V, Object>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private boolean decided;
  private transient @Nullable Member member;

  /** Does it, as the owner. */
  abstract byte[] decide(Map.Entry<String, V> entry, Member here);

  /** Does the same as a backup. */
  abstract void follow(Map.Entry<String, V> entry);

  abstract void write(ObjectDataOutput out) throws IOException;

  abstract void read(ObjectDataInput in) throws IOException;

  @Override
  public final void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public final Object process(Map.Entry<String, V> entry) {
    if (decided) {
      follow(entry);
      return Submitting.NOTHING_DONE;
    }
    Member here = Member.required(member);
    if (!here.seesMajority()) {
      return Submitting.NOTHING_DONE;
    }
    decided = true;
    return here.answer(Submitting.done(decide(entry, here)), Submitting.UNKNOWN);
  }

  @Override
  public final @Nullable EntryProcessor<String, V, Object> getBackupProcessor() {
    return decided ? this : null;
  }

  @Override
  public final int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public final void writeData(ObjectDataOutput out) throws IOException {
    out.writeBoolean(decided);
    write(out);
  }

  @Override
  public final void readData(ObjectDataInput in) throws IOException {
    decided = in.readBoolean();
    read(in);
  }
}
