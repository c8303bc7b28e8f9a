package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** Every class of ours that crosses a wire. A number is never given to another class. */
final class Factory implements DataSerializableFactory {
  static final int ID = 7_031;

  static final int LOG = 1;
  static final int CHANGES = 2;
  static final int DELTAS = 3;
  static final int QUERY = 4;
  static final int HEADS = 5;
  static final int LIST = 6;
  static final int BEAT = 7;
  static final int END = 8;
  static final int GATEWAYS = 9;
  static final int SPEND = 10;
  static final int CLAIM = 11;
  static final int RELEASE = 12;
  static final int SHARE = 13;
  static final int LEDGER = 14;
  static final int USAGE = 15;
  static final int CELL = 16;
  static final int ANNOUNCE = 17;
  static final int FACTS = 18;
  static final int CONTROLS = 19;
  static final int ADD_CONTROL = 20;
  static final int READ_CONTROLS = 21;
  static final int OVERRIDE = 22;
  static final int PUT_OVERRIDE = 23;
  static final int CONFIRMED_QUERY = 24;
  static final int HERE = 25;
  static final int COUNTS = 26;

  @Override
  public IdentifiedDataSerializable create(int id) {
    return switch (id) {
      case LOG -> new StoredLog();
      case CHANGES -> new Changes();
      case DELTAS -> new Deltas();
      case QUERY -> new Query();
      case HEADS -> new HeadsTask();
      case LIST -> new ListTask();
      case BEAT -> new BeatTask();
      case END -> new EndTask();
      case GATEWAYS -> new GatewaysTask();
      case SPEND -> new Spend();
      case CLAIM -> new ClaimSession();
      case RELEASE -> new ReleaseSession();
      case SHARE -> new TakeShare();
      case LEDGER -> new Ledger();
      case USAGE -> new PutUsage();
      case CELL -> new Cell();
      case ANNOUNCE -> new Announce();
      case FACTS -> new FactsTask();
      case CONTROLS -> new StoredControls();
      case ADD_CONTROL -> new AddControl();
      case READ_CONTROLS -> new ReadControls();
      case OVERRIDE -> new StoredOverride();
      case PUT_OVERRIDE -> new PutOverride();
      case CONFIRMED_QUERY -> new ConfirmedQuery();
      case HERE -> new HereTask();
      case COUNTS -> new CountsTask();
      default -> throw new IllegalArgumentException("Unknown class of the store: " + id);
    };
  }
}
