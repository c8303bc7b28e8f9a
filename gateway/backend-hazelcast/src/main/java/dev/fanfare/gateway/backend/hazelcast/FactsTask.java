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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member for a page of the channels of an app that have anybody in them. Answered by keys.
 */
final class FactsTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private int limit;
  private transient @Nullable Member member;

  FactsTask() {}

  FactsTask(int limit) {
    this.limit = limit;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    Member here = Member.required(member);
    List<byte[]> keys = new ArrayList<>();
    keys.add(Numbers.bytes(here.facts().waiting()));
    keys.add(Numbers.bytes(here.facts().lost()));
    for (String key : here.facts().some(limit)) {
      keys.add(key.getBytes(StandardCharsets.UTF_8));
    }
    return Blocks.join(keys);
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
