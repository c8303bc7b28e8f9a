package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What is changed of one app. */
final class StoredOverride implements IdentifiedDataSerializable {
  private long version;
  private String document = "{}";

  StoredOverride() {}

  StoredOverride(long version, String document) {
    this.version = version;
    this.document = document;
  }

  long version() {
    return version;
  }

  String document() {
    return document;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.OVERRIDE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(version);
    out.writeByteArray(document.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    version = in.readLong();
    document = new String(Objects.requireNonNull(in.readByteArray()), StandardCharsets.UTF_8);
  }
}
