package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Tells a member how many logs of each app another one owns, and asks how many it owns itself. */
final class CountsTask
    implements Callable<byte[]>, HazelcastInstanceAware, IdentifiedDataSerializable {
  private UUID teller = new UUID(0, 0);
  private byte[] counts = new byte[0];
  private transient @Nullable Member member;

  CountsTask() {}

  /** By this member, which owns so many. */
  CountsTask(UUID teller, Map<String, Integer> counts) {
    this.teller = teller;
    this.counts = write(counts);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] call() {
    Member here = Member.required(member);
    here.exchange().heard(teller, read(counts));
    return write(here.owned().all());
  }

  private static byte[] write(Map<String, Integer> counts) {
    List<byte[]> blocks = new ArrayList<>(2 * counts.size());
    counts.forEach(
        (app, logs) -> {
          blocks.add(app.getBytes(StandardCharsets.UTF_8));
          blocks.add(Numbers.bytes(logs));
        });
    return Blocks.join(blocks);
  }

  /** What a member told, or answered. */
  static Map<String, Integer> read(byte[] answer) {
    List<byte[]> blocks = Blocks.split(answer);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + 1 < blocks.size(); i += 2) {
      String app = new String(blocks.get(i), StandardCharsets.UTF_8);
      counts.put(app, (int) Math.min(Integer.MAX_VALUE, Numbers.number(blocks.get(i + 1))));
    }
    return counts;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.COUNTS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(teller.getMostSignificantBits());
    out.writeLong(teller.getLeastSignificantBits());
    out.writeByteArray(counts);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    teller = new UUID(in.readLong(), in.readLong());
    counts = Objects.requireNonNull(in.readByteArray());
  }
}
