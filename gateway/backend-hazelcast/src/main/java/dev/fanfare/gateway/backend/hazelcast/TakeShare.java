package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.Shares.Demand;
import dev.fanfare.gateway.port.Shares.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a gateway into an app's ledger; answered by its share and by how many gateways are in it.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class TakeShare
    implements EntryProcessor<String, Ledger, byte[]>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private static final int GATEWAYS_AT = 2 * Integer.BYTES;
  private static final int FULL_AT = 3 * Integer.BYTES;

  private long incarnation;
  private int publishes;
  private int publishesPerSecond;
  private int connections;
  private int connectionsWanted;
  private int connectionLimit;
  private int gateways;
  private transient @Nullable Member member;

  TakeShare() {}

  TakeShare(long incarnation, Demand demand, int gateways) {
    this.incarnation = incarnation;
    this.publishes = demand.publishes();
    this.publishesPerSecond = demand.publishesPerSecond();
    this.connections = demand.connections();
    this.connectionsWanted = demand.connectionsWanted();
    this.connectionLimit = demand.connectionLimit();
    this.gateways = gateways;
  }

  static Share share(byte[] answer) {
    ByteBuffer numbers = ByteBuffer.wrap(answer);
    return new Share(numbers.getInt(), numbers.getInt(), numbers.get(FULL_AT) == 1);
  }

  static int gateways(byte[] answer) {
    return ByteBuffer.wrap(answer).getInt(GATEWAYS_AT);
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance instance) {
    member = Member.of(instance);
  }

  @Override
  public byte[] process(Map.Entry<String, Ledger> entry) {
    Ledger stored = entry.getValue();
    Ledger ledger = stored == null ? new Ledger() : stored;
    Demand demand =
        new Demand(publishes, publishesPerSecond, connections, connectionsWanted, connectionLimit);
    long now = Member.required(member).nanos();
    Share share = ledger.ledger().exchange(incarnation, demand, gateways, now);
    ((ExtendedMapEntry<String, Ledger>) entry).setValue(ledger, 1, TimeUnit.MINUTES);
    return ByteBuffer.allocate(FULL_AT + 1)
        .putInt(share.publishesPerSecond())
        .putInt(share.connections())
        .putInt(ledger.ledger().gateways(now))
        .put((byte) (share.full() ? 1 : 0))
        .array();
  }

  @Override
  public @Nullable EntryProcessor<String, Ledger, byte[]> getBackupProcessor() {
    return null;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.SHARE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(incarnation);
    out.writeInt(publishes);
    out.writeInt(publishesPerSecond);
    out.writeInt(connections);
    out.writeInt(connectionsWanted);
    out.writeInt(connectionLimit);
    out.writeInt(gateways);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    incarnation = in.readLong();
    publishes = in.readInt();
    publishesPerSecond = in.readInt();
    connections = in.readInt();
    connectionsWanted = in.readInt();
    connectionLimit = in.readInt();
    gateways = in.readInt();
  }
}
