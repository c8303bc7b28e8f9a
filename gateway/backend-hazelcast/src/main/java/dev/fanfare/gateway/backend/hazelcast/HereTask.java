package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.concurrent.Callable;

/** Asks a member whether it is there; its answer says so. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class HereTask implements Callable<byte[]>, IdentifiedDataSerializable {
  @Override
  public byte[] call() {
    return new byte[0];
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.HERE;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // Nothing but the question.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // Nothing but the question.
  }
}
