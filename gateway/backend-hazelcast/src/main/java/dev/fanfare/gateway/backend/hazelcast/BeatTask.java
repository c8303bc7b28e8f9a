package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.Leases.Lease;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Tells a member that a gateway lives. Answered by the store's run, or by nothing when the gateway
 * is held for dead.
 */
final class BeatTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private long incarnation;
  private String address = "";
  private transient @Nullable Member member;

  BeatTask() {}

  BeatTask(Lease lease) {
    this.incarnation = lease.incarnation();
    this.address = lease.address();
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    Member here = Member.required(member);
    return here.beat(new Lease(incarnation, address)) ? Numbers.bytes(here.run()) : new byte[0];
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.BEAT;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(incarnation);
    out.writeString(address);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    incarnation = in.readLong();
    address = Objects.requireNonNull(in.readString());
  }
}
