package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.ShareLedger;

/** An app's ledger where it lives. It may be forgotten, so moving it takes nothing along. */
final class Ledger implements IdentifiedDataSerializable {
  private final ShareLedger ledger = new ShareLedger();

  ShareLedger ledger() {
    return ledger;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.LEDGER;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // Gateways tell it all again within a second.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // Nothing was written.
  }
}
