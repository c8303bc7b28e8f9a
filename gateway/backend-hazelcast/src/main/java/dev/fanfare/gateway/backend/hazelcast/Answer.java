package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.impl.HeapData;
import java.util.function.BooleanSupplier;

/**
 * An answer that is true only if a majority still hears its giver when it is given. Whoever changes
 * something makes sure of that before; but the copies are sent out some microseconds later, or
 * seconds when the process stood still in between, and a copy whose member was taken off the list
 * meanwhile is not sent at all. So it is looked at again when the answer goes out, after the copies
 * were sent, and mostly when they have answered: who was on the list then was on it when they were
 * sent, since nobody returns under the same name.
 *
 * <p>It rests on Hazelcast handing an answer that is bytes already through as it is, and asking it
 * for its bytes only when it sends them.
 */
final class Answer extends HeapData {
  private final BooleanSupplier isHeard;
  private final byte[] otherwise;
  private boolean given;

  /**
   * @param answer when a majority is heard
   * @param otherwise when it is not
   */
  Answer(Data answer, Data otherwise, BooleanSupplier isHeard) {
    super(answer.toByteArray());
    this.otherwise = otherwise.toByteArray();
    this.isHeard = isHeard;
  }

  @Override
  public byte[] toByteArray() {
    give();
    return super.toByteArray();
  }

  @Override
  public int totalSize() {
    give();
    return super.totalSize();
  }

  @Override
  public int dataSize() {
    give();
    return super.dataSize();
  }

  @Override
  public void copyTo(byte[] target, int at) {
    give();
    super.copyTo(target, at);
  }

  /** Decides once: its size and its bytes are asked for one after the other. */
  private synchronized void give() {
    if (!given) {
      if (!isHeard.getAsBoolean()) {
        payload = otherwise;
      }
      given = true; // not where the question failed: then it is asked again
    }
  }

  /** Who only writes about it, as Hazelcast does of calls that take long, decides nothing. */
  @Override
  public String toString() {
    return "Answer";
  }
}
