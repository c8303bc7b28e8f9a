package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChannelLog;
import java.io.IOException;
import java.util.Objects;

/** A channel's log where it lives. It crosses the wire only when a copy moves to another member. */
final class StoredLog implements IdentifiedDataSerializable {
  private ChannelLog log = new ChannelLog();

  ChannelLog log() {
    return log;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.LOG;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(log.snapshot());
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    log = ChannelLog.restore(Objects.requireNonNull(in.readByteArray()));
  }
}
