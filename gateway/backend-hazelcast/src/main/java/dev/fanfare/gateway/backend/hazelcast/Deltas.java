package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.Delta;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changes did, for a backup. A copy that misses something keeps what it has and follows no
 * more, until a whole one takes its place.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Deltas
    implements EntryProcessor<String, StoredLog, Object>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private static final byte[] DONE = new byte[0];

  private List<byte[]> deltas = List.of();
  private boolean removes;
  private @Nullable Here here;

  Deltas() {}

  Deltas(List<byte[]> deltas) {
    this.deltas = deltas;
  }

  /** The log is gone. */
  static Deltas removal() {
    Deltas removal = new Deltas();
    removal.removes = true;
    return removal;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    here = Here.of(instance);
  }

  @Override
  public Object process(Map.Entry<String, StoredLog> entry) {
    if (removes) {
      entry.setValue(null);
      return DONE;
    }
    if (deltas.isEmpty()) {
      return DONE; // it is enough that it came here
    }
    StoredLog stored = entry.getValue();
    StoredLog target = stored == null ? new StoredLog() : stored;
    for (byte[] delta : deltas) {
      follow(target.log(), Delta.ofBytes(delta));
    }
    target.followed(here);
    entry.setValue(target);
    return DONE;
  }

  private void follow(ChannelLog log, Delta delta) {
    if (here == null) {
      log.follow(delta);
    } else {
      log.follow(delta, here.context());
    }
  }

  @Override
  public @Nullable EntryProcessor<String, StoredLog, Object> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.DELTAS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeBoolean(removes);
    Blocks.write(deltas, out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    removes = in.readBoolean();
    deltas = Blocks.read(in);
  }
}
