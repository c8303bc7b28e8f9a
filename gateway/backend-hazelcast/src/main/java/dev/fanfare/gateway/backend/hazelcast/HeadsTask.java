package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.QueryWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member which heads moved there since a number. Answered by that number, whether something
 * was forgotten, and keys and heads in turn.
 */
final class HeadsTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private long since;
  private transient @Nullable Member member;

  HeadsTask() {}

  HeadsTask(long since) {
    this.since = since;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    MovedHeads.News news = Member.required(member).moved().since(since);
    List<byte[]> blocks = new ArrayList<>(2 + 2 * news.heads().size());
    blocks.add(Numbers.bytes(news.last()));
    blocks.add(new byte[] {(byte) (news.complete() ? 1 : 0)});
    news.heads()
        .forEach(
            (key, head) -> {
              blocks.add(key.getBytes(StandardCharsets.UTF_8));
              blocks.add(QueryWire.encode(head));
            });
    return Blocks.join(blocks);
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.HEADS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(since);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    since = in.readLong();
  }
}
