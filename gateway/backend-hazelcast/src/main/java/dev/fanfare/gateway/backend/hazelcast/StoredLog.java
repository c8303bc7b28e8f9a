package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChannelLog;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A channel's log where it lives. It crosses the wire only when a copy moves to another member. */
final class StoredLog implements IdentifiedDataSerializable, HazelcastInstanceAware {
  private ChannelLog log = new ChannelLog();

  /** The owner's number for what is in the log; 0 where this copy has changed by another's hand. */
  private long version;

  private long confirmed;

  /** In which counting of its owner's logs it was counted; 0 for none. */
  private int mark;

  /** Where it is; nothing on a client. */
  private @Nullable Here where;

  ChannelLog log() {
    return log;
  }

  int mark() {
    return mark;
  }

  void mark(int counting) {
    mark = counting;
  }

  /** Its owner has changed it: nobody knows yet whether the backups have that. */
  void changed(Member here) {
    where = here.here();
    version = here.nextVersion();
  }

  /** It followed its owner. */
  void followed(@Nullable Here here) {
    where = here;
    version = 0;
  }

  /** Whether the backups have all of it, as far as the owner or the asker knows. */
  boolean isConfirmed(Confirmation known, Member here) {
    if (version == 0) {
      version = here.nextVersion();
    }
    if (known.writer() == here.writer()) {
      confirmed = Math.max(confirmed, known.version());
    }
    return version <= confirmed;
  }

  /** What is confirmed when the backups have answered. */
  Confirmation confirmation(Member here) {
    return new Confirmation(here.writer(), version);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    where = Here.of(instance);
    if (where != null) {
      log.arrive(where.context());
    }
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
    out.writeByteArray(where == null ? log.snapshot() : log.snapshot(where.context()));
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    log = ChannelLog.restore(Objects.requireNonNull(in.readByteArray()));
  }
}
