package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.port.ControlList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The list of control messages where it lives. */
final class StoredControls implements IdentifiedDataSerializable {
  /** The life of a list that nobody has told anything yet. */
  private static final long UNBORN = 0;

  private long life = UNBORN;
  private long newest;
  private final ArrayDeque<byte[]> kept = new ArrayDeque<>();

  StoredControls() {}

  StoredControls(long life) {
    this.life = life;
  }

  void add(byte[] message) {
    kept.add(message);
    newest++;
    if (kept.size() > ControlList.KEPT) {
      kept.remove();
    }
  }

  /** Whether this is where it ends. */
  boolean isAt(long ofLife, long number) {
    return ofLife == life && number == newest;
  }

  /** Where the list ends, and nothing else. */
  List<byte[]> top() {
    return List.of(place(newest));
  }

  /**
   * What follows a place: the new place, one byte that is 1 when nothing between is missing, and
   * the messages.
   */
  List<byte[]> after(long ofLife, long number) {
    long forgotten = newest - kept.size();
    boolean whole = (ofLife == life || ofLife == UNBORN) && number >= forgotten && number <= newest;
    long from = whole ? number : forgotten;
    List<byte[]> messages = kept.stream().skip(from - forgotten).limit(ControlList.PAGE).toList();
    List<byte[]> answer = new ArrayList<>(messages.size() + 2);
    answer.add(place(from + messages.size()));
    answer.add(new byte[] {(byte) (whole ? 1 : 0)});
    answer.addAll(messages);
    return answer;
  }

  private byte[] place(long number) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(life).putLong(number).array();
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.CONTROLS;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(life);
    out.writeLong(newest);
    Blocks.write(List.copyOf(kept), out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    life = in.readLong();
    newest = in.readLong();
    kept.addAll(Blocks.read(in));
  }
}
