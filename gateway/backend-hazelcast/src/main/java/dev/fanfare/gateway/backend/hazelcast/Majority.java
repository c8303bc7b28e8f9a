package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a member is one of a majority that hears it now. To count the members in sight is not
 * enough: one that is cut off takes the others off its list one after the other, up to a second
 * apart, and in between it seems to belong to a majority of two while it alone keeps what the first
 * one had a copy of. So after each loss the others must have answered.
 *
 * <p>Any thread; never blocks.
 */
final class Majority {
  private static final Logger LOG = LoggerFactory.getLogger(Majority.class);

  /** So often those who are left are asked again, while somebody wants to know. */
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HazelcastInstance instance;
  private final int majority;
  private final AtomicLong askedNanos = new AtomicLong(System.nanoTime() - AGAIN_NANOS);

  /** Those who were there when a majority was heard last. If one of them is gone, ask anew. */
  private volatile Set<UUID> heardWith = Set.of();

  Majority(HazelcastInstance instance, int majority) {
    this.instance = instance;
    this.majority = majority;
  }

  void start() {
    instance.getCluster().addMembershipListener(new Changed());
    heardWith = others();
  }

  /** False after a loss until enough of those who are left have answered: some milliseconds. */
  boolean isHeard() {
    Cluster cluster = instance.getCluster();
    if (cluster.getMembers().size() < majority) {
      return false;
    }
    if (nobodyIsMissing(heardWith)) {
      return true;
    }
    long last = askedNanos.get();
    long now = System.nanoTime();
    if (now - last >= AGAIN_NANOS && askedNanos.compareAndSet(last, now)) {
      ask();
    }
    return false;
  }

  private void ask() {
    Set<UUID> others = others();
    if (majority <= 1) {
      heardWith = others;
      return;
    }
    Set<UUID> answered = ConcurrentHashMap.newKeySet();
    for (Member member : instance.getCluster().getMembers()) {
      if (!member.localMember()) {
        ask(member, others, answered);
      }
    }
  }

  private void ask(Member member, Set<UUID> others, Set<UUID> answered) {
    try {
      instance
          .getExecutorService(Names.TASKS)
          .submitToMember(
              new HereTask(),
              member,
              new ExecutionCallback<byte[]>() {
                @Override
                public void onResponse(byte[] here) {
                  answered.add(member.getUuid());
                  if (answered.size() + 1 >= majority && nobodyIsMissing(others)) {
                    heardWith = others;
                  }
                }

                @Override
                public void onFailure(Throwable gone) {
                  LOG.debug("Member {} does not answer", member, gone);
                }
              });
    } catch (RejectedExecutionException | com.hazelcast.core.HazelcastException gone) {
      LOG.debug("Member {} cannot be asked", member, gone);
    }
  }

  /** Who has joined is counted from now on: if it is lost, the others must answer. */
  private void grow() {
    Set<UUID> before = heardWith;
    Set<UUID> now = others();
    if (now.containsAll(before)) {
      heardWith = now;
    }
  }

  private Set<UUID> others() {
    Set<UUID> others = new HashSet<>();
    for (Member member : instance.getCluster().getMembers()) {
      if (!member.localMember()) {
        others.add(member.getUuid());
      }
    }
    return Set.copyOf(others);
  }

  private boolean nobodyIsMissing(Set<UUID> expected) {
    int found = 0;
    for (Member member : instance.getCluster().getMembers()) {
      if (expected.contains(member.getUuid())) {
        found++;
      }
    }
    return found == expected.size();
  }

  private final class Changed implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      grow();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      boolean unused = isHeard();
    }
  }
}
