package dev.fanfare.gateway.boot.config;

import java.util.HashSet;
import java.util.List;

/** Checks that a store's members can form a majority, and that nobody else joins them. */
final class StoreReader {
  private static final String DNS = "dns:";

  private final Problems problems;

  StoreReader(Problems problems) {
    this.problems = problems;
  }

  void check(FanfareConfig config) {
    StoreConfig store = config.store();
    if (store.type() == StoreConfig.Type.HAZELCAST) {
      if (config.cluster().secret().isEmpty() && !problems.any()) {
        problems.at(
            "store.type",
            "'store.type: hazelcast' needs a 'cluster.secret', the same in all its processes: whoever has another one is not let in.");
      }
      members(store);
    }
  }

  private void members(StoreConfig store) {
    if (store.size() != 3 && store.size() != 5) {
      problems.at(
          "store.size",
          "'store.size' is 3 or 5, so that a majority can be told; it says " + store.size() + ".");
      return;
    }
    List<String> members = store.memberList();
    if (members.size() == 1 && members.get(0).startsWith(DNS)) {
      return;
    }
    for (String member : members) {
      if (!member.matches("[^\\s,:]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}")) {
        problems.at(
            "store.members",
            "'store.members' names members as host:port, separated by commas; this is '"
                + member
                + "'.");
        return;
      }
    }
    if (new HashSet<>(members).size() != store.size()) {
      problems.at(
          "store.members",
          "'store.members' must name each of the "
              + store.size()
              + " members that 'store.size' says once; it names "
              + new HashSet<>(members).size()
              + ".");
    }
  }
}
