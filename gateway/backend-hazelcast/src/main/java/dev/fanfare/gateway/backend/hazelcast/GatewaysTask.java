package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.Leases.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks a member which gateways live. Answered by names and addresses in turn. */
final class GatewaysTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {

  private transient @Nullable Member member;

  GatewaysTask() {}

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    List<byte[]> blocks = new ArrayList<>();
    for (Lease lease : Member.required(member).gateways()) {
      blocks.add(Numbers.bytes(lease.incarnation()));
      blocks.add(lease.address().getBytes(StandardCharsets.UTF_8));
    }
    return Blocks.join(blocks);
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.GATEWAYS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    // There is nothing to say.
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    // There is nothing to hear.
  }
}
