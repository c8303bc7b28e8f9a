package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.QueryWire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question to one channel's log whose answer nobody can lose any more. An owner that was cut off
 * may hold changes that no backup has, and that die with it: so unless the asker knows that the log
 * was confirmed as it is, the backups are asked too, behind whatever they were sent before, and the
 * answer is there when they are. A log that rests costs nothing, but for who comes from a place
 * that it does not know: perhaps this owner only believes that it still is one.
 *
 * <p>Answered by {@link Blocks#join} of the {@link Confirmation} and the answer, or nothing when no
 * majority hears the owner.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class ConfirmedQuery
    implements EntryProcessor<String, StoredLog, Object>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private static final byte[] NO_MAJORITY = new byte[0];

  private byte[] query = new byte[0];
  private Confirmation known = Confirmation.NONE;
  private transient @Nullable Member member;
  private transient @Nullable Deltas touch;

  ConfirmedQuery() {}

  /**
   * @param known how far the asker knows the log to be confirmed
   */
  ConfirmedQuery(byte[] query, Confirmation known) {
    this.query = query;
    this.known = known;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public Object process(Map.Entry<String, StoredLog> entry) {
    Member here = Member.required(member);
    if (!here.seesMajority()) {
      return NO_MAJORITY;
    }
    LogQuery<?> asked = QueryWire.decode(query);
    StoredLog stored = entry.getValue();
    if (stored == null) {
      return answer(asked, Confirmation.NONE, new ChannelLog(), here);
    }
    if (!stored.isConfirmed(known, here) || !stored.log().knowsPlaceOf(asked)) {
      entry.setValue(stored);
      touch = new Deltas(List.of());
    }
    return answer(asked, stored.confirmation(here), stored.log(), here);
  }

  private static Answer answer(
      LogQuery<?> asked, Confirmation confirmation, ChannelLog log, Member here) {
    byte[] answer = ask(asked, log, here);
    return here.answer(Blocks.join(List.of(confirmation.bytes(), answer)), NO_MAJORITY);
  }

  private static <R> byte[] ask(LogQuery<R> query, ChannelLog log, Member here) {
    return QueryWire.encodeAnswer(query, log.read(query, here.context()));
  }

  @Override
  public @Nullable EntryProcessor<String, StoredLog, Object> getBackupProcessor() {
    return touch;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.CONFIRMED_QUERY;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(known.bytes());
    out.writeByteArray(query);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    known = Confirmation.of(Objects.requireNonNull(in.readByteArray()));
    query = Objects.requireNonNull(in.readByteArray());
  }
}
