package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Tells a member that a gateway ends: what it answered for in the member's logs ends too. */
final class EndTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private long incarnation;
  private transient @Nullable Member member;

  EndTask() {}

  EndTask(long incarnation) {
    this.incarnation = incarnation;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    Member here = Member.required(member);
    here.leases().end(incarnation);
    here.gone(incarnation);
    here.reap(incarnation);
    return new byte[0];
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.END;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(incarnation);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    incarnation = in.readLong();
  }
}
