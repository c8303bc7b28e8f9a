package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member in which of its logs facts wait: how many wait and were lost, then keys of some of
 * the logs.
 */
final class FactsTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private int limit;
  private transient @Nullable Member member;
  private transient @Nullable HazelcastInstance instance;

  FactsTask() {}

  FactsTask(int limit) {
    this.limit = limit;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance here) {
    instance = here;
    member = Member.of(here);
  }

  @Override
  public byte[] call() {
    Member here = Member.required(member);
    here.facts().retain(this::livesHere);
    List<byte[]> keys = new ArrayList<>();
    keys.add(Numbers.bytes(here.facts().waiting()));
    keys.add(Numbers.bytes(here.facts().lost()));
    for (String key : here.facts().next(limit)) {
      keys.add(key.getBytes(StandardCharsets.UTF_8));
    }
    return Blocks.join(keys);
  }

  private boolean livesHere(String key) {
    HazelcastInstance here = Objects.requireNonNull(instance);
    var owner = here.getPartitionService().getPartition(key).getOwner();
    return owner != null && owner.localMember();
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.FACTS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeInt(limit);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    limit = in.readInt();
  }
}
