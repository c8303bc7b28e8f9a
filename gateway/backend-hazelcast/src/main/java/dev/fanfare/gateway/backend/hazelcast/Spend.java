package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Spends a ticket; answered by 1 for the first who does. */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Spend extends Deciding<Long> {
  private long untilMillis;
  private long millisLeft;

  Spend() {}

  Spend(long untilMillis, long millisLeft) {
    this.untilMillis = untilMillis;
    this.millisLeft = millisLeft;
  }

  @Override
  byte[] decide(Map.Entry<String, Long> entry, Member here) {
    if (entry.getValue() != null) {
      return new byte[] {0};
    }
    follow(entry);
    return new byte[] {1};
  }

  @Override
  void follow(Map.Entry<String, Long> entry) {
    long seconds = Math.max(1, millisLeft / 1_000 + 1);
    ((ExtendedMapEntry<String, Long>) entry).setValue(untilMillis, seconds, TimeUnit.SECONDS);
  }

  @Override
  public int getClassId() {
    return Factory.SPEND;
  }

  @Override
  void write(ObjectDataOutput out) throws IOException {
    out.writeLong(untilMillis);
    out.writeLong(millisLeft);
  }

  @Override
  void read(ObjectDataInput in) throws IOException {
    untilMillis = in.readLong();
    millisLeft = in.readLong();
  }
}
