package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other members how many logs of each app are owned here, and asks how many they own:
 * once a second, and sooner where an app waits for it. What they say counts at once; when all have
 * answered, or have not within a second, each may again make its part of what is free. Of one that
 * does not answer, what it said last counts as long as it is a member.
 */
final class CountExchange {
  private static final Logger LOG = LoggerFactory.getLogger(CountExchange.class);

  private final HazelcastInstance instance;
  private final OwnedLogs owned;
  private final Map<UUID, Map<String, Integer>> known = new ConcurrentHashMap<>();

  /** Those who have not answered since they were asked. */
  private final Set<UUID> asked = ConcurrentHashMap.newKeySet();

  CountExchange(HazelcastInstance instance, OwnedLogs owned) {
    this.instance = instance;
    this.owned = owned;
  }

  /** Asks where an app waits for it and nobody is being asked; on one thread. */
  void askIfWanted() {
    if (asked.isEmpty() && owned.isWaitedFor()) {
      ask();
    }
  }

  /** Asks once; on the same thread. */
  void ask() {
    List<Member> others =
        instance.getCluster().getMembers().stream().filter(it -> !it.localMember()).toList();
    Set<UUID> names = others.stream().map(Member::getUuid).collect(Collectors.toSet());
    known.keySet().retainAll(names);
    CountsTask task = new CountsTask(instance.getCluster().getLocalMember().getUuid(), owned.all());
    if (!asked.isEmpty() || others.isEmpty()) {
      tell(others.size() + 1);
    }
    asked.clear();
    asked.addAll(names);
    others.forEach(member -> ask(member, task, others.size() + 1));
  }

  /** What a member has told. One that is not known as a member yet will tell it again. */
  void heard(UUID member, Map<String, Integer> counts) {
    if (instance.getCluster().getMembers().stream().anyMatch(it -> it.getUuid().equals(member))) {
      known.put(member, counts);
      owned.heard(sums());
    }
  }

  private void ask(Member member, CountsTask task, int members) {
    try {
      instance
          .getExecutorService(Names.TASKS)
          .submitToMember(
              task,
              member,
              new ExecutionCallback<byte[]>() {
                @Override
                public void onResponse(byte[] answer) {
                  heard(member.getUuid(), CountsTask.read(answer));
                  if (asked.remove(member.getUuid()) && asked.isEmpty()) {
                    tell(members);
                  }
                }

                @Override
                public void onFailure(Throwable gone) {
                  LOG.debug("Member {} does not say how many logs it owns", member, gone);
                }
              });
    } catch (RejectedExecutionException | HazelcastException gone) {
      LOG.debug("Member {} cannot be asked how many logs it owns", member, gone);
    }
  }

  private void tell(int members) {
    owned.told(sums(), members);
  }

  private Map<String, Integer> sums() {
    Map<String, Integer> sums = new HashMap<>();
    known.values().forEach(one -> one.forEach((app, logs) -> sums.merge(app, logs, Integer::sum)));
    return sums;
  }
}
