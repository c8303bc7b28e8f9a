package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.fanfare.gateway.log.ChangeWire;
import dev.fanfare.gateway.log.ChannelLog;
import dev.fanfare.gateway.log.Delta;
import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogCounts;
import dev.fanfare.gateway.log.Room;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one channel's log, made one after the other by its owner; the deltas go to the
 * backups. Answered by {@link Blocks#join} of their replies; an empty array means that the owner is
 * not heard by a majority: it has done nothing, or what it did may be lost, and is to be handed in
 * again. {@link #isLater} means that it has done nothing yet.
 */
@SuppressWarnings("serial") // never by Java's own serialization, which is switched off
final class Changes
    implements EntryProcessor<String, StoredLog, Object>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  private static final byte[] NO_MAJORITY = new byte[0];
  private static final byte[] LATER = {1};

  private List<byte[]> changes = List.of();
  private transient @Nullable Member member;
  private transient @Nullable Deltas deltas;

  /** Whether a log is not made before the members have told each other again how many they have. */
  static boolean isLater(byte[] answer) {
    return Arrays.equals(answer, LATER);
  }

  Changes() {}

  Changes(List<byte[]> changes) {
    this.changes = changes;
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
    StoredLog stored = entry.getValue();
    if (stored != null) {
      here.owned().seen(entry.getKey(), stored);
    }
    boolean isNew = stored == null;
    StoredLog target = stored == null ? new StoredLog() : stored;
    List<byte[]> replies = new ArrayList<>(changes.size());
    List<byte[]> made = new ArrayList<>(changes.size());
    boolean removable = false;
    long droppedBefore = target.log().factsDropped();
    for (byte[] bytes : changes) {
      LogChange<?> change = ChangeWire.decode(bytes);
      if (isNew && made.isEmpty()) {
        Room room = roomFor(change, entry.getKey(), target, here);
        if (room == Room.LATER) {
          return LATER;
        }
        if (room != Room.FREE || !change.makesLog()) {
          replies.add(withoutLog(change, room, here));
          continue;
        }
      }
      removable = make(change, target.log(), here, replies, made) && !isNew;
    }
    if (isNew && made.isEmpty() && target.mark() != 0) {
      here.owned().removed(StoreKey.app(entry.getKey()), target);
    }
    if (!isNew || !made.isEmpty()) {
      countFacts(entry.getKey(), target.log(), here, made);
      here.facts().lost(target.log().factsDropped() - droppedBefore);
    }
    if (removable) {
      entry.setValue(null);
      deltas = Deltas.removal();
      here.removed(entry.getKey(), target);
    } else if (!made.isEmpty()) {
      // Also where nothing new came: a repeated message must reach the backup again.
      target.changed(here);
      entry.setValue(target);
      deltas = new Deltas(made);
      here.changed(entry.getKey(), target);
    }
    return here.answer(Blocks.join(replies), NO_MAJORITY);
  }

  /** Whether there may be a log for the sake of this change; then it is counted. */
  private static Room roomFor(LogChange<?> change, String key, StoredLog fresh, Member here) {
    boolean mustAsk = change.makesLog() && fresh.mark() == 0;
    return mustAsk ? here.owned().make(StoreKey.app(key), change.mostLogs(), fresh) : Room.FREE;
  }

  /** What only ends something finds nothing to end. */
  private static <R> byte[] withoutLog(LogChange<R> change, Room room, Member here) {
    ChannelLog none = new ChannelLog();
    R reply =
        change.makesLog()
            ? LogCounts.refusal(change, room)
            : here.leases()
                .refusal(change, none, here.nanos())
                .orElseGet(() -> none.apply(change, here.context()).reply());
    return ChangeWire.encodeReply(change, reply);
  }

  /** Whether the log may be removed after it. */
  private static <R> boolean make(
      LogChange<R> change, ChannelLog log, Member here, List<byte[]> replies, List<byte[]> made) {
    Optional<R> refusal = here.leases().refusal(change, log, here.nanos());
    if (refusal.isPresent()) {
      here.fenced();
      replies.add(ChangeWire.encodeReply(change, refusal.get()));
      return false;
    }
    ChannelLog.Outcome<R> outcome = log.apply(change, here.context());
    Delta delta = outcome.delta();
    if (!delta.isNone()) {
      made.add(delta.bytes());
    }
    replies.add(ChangeWire.encodeReply(change, outcome.reply()));
    return outcome.reply() instanceof LogChange.SweepReply sweep && sweep.removable();
  }

  /** Also where nothing changed: the log may have come from another member. */
  private static void countFacts(String key, ChannelLog log, Member here, List<byte[]> made) {
    int surplus = here.facts().changed(key, log);
    if (surplus > 0) {
      List<Fact> waiting = log.apply(new LogChange.ForgetFacts(0), here.context()).reply().facts();
      long last = waiting.get(surplus - 1).sequence();
      made.add(log.apply(new LogChange.ForgetFacts(last), here.context()).delta().bytes());
      here.facts().lost(surplus);
      int unused = here.facts().changed(key, log);
    }
  }

  @Override
  public @Nullable EntryProcessor<String, StoredLog, Object> getBackupProcessor() {
    return deltas;
  }

  @Override
  public int getFactoryId() {
    return Factory.ID;
  }

  @Override
  public int getClassId() {
    return Factory.CHANGES;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    Blocks.write(changes, out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    changes = Blocks.read(in);
  }
}
