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
 * Asks a member for a page of the channels of an app that have anybody in them. Answered by keys.
 */
final class ListTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private String app = "";
  private String prefix = "";
  private String after = "";
  private int limit;
  private transient @Nullable Member member;

  ListTask() {}

  ListTask(String app, String prefix, String after, int limit) {
    this.app = app;
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    List<byte[]> keys = new ArrayList<>();
    for (String key : Member.required(member).listed().page(app, prefix, after, limit)) {
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
    return Factory.LIST;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(app);
    out.writeString(prefix);
    out.writeString(after);
    out.writeInt(limit);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    app = Objects.requireNonNull(in.readString());
    prefix = Objects.requireNonNull(in.readString());
    after = Objects.requireNonNull(in.readString());
    limit = in.readInt();
  }
}
