package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.LogQuery;
import dev.fanfare.gateway.log.QueryWire;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A question to a channel's log that tells nobody what is in it, so that no backup need have heard
 * of it. Without bytes it asks where the log stands, if it exists.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Query
    implements EntryProcessor<String, StoredLog, byte[]>,
        ReadOnly,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private byte[] query = new byte[0];
  private transient @Nullable Member member;

  Query() {}

  Query(byte[] query) {
    this.query = query;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] process(Map.Entry<String, StoredLog> entry) {
    StoredLog stored = entry.getValue();
    if (query.length == 0) {
      return stored == null ? new byte[0] : QueryWire.encode(stored.log().head());
    }
    ChannelLog log = stored == null ? new ChannelLog() : stored.log();
    return ask(QueryWire.decode(query), log, Member.required(member));
  }

  private static <R> byte[] ask(LogQuery<R> query, ChannelLog log, Member here) {
    return QueryWire.encodeAnswer(query, log.read(query, here.context()));
  }

  @Override
  public @Nullable EntryProcessor<String, StoredLog, byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.QUERY;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(query);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    query = Objects.requireNonNull(in.readByteArray());
  }
}
