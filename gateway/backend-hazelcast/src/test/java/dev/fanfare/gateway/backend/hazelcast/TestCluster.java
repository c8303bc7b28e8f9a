package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.connection.ClientConnectionManager;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.partition.Partition;
import com.hazelcast.spi.impl.NodeEngineImpl;
import com.hazelcast.spi.impl.PartitionSpecificRunnable;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.testkit.Patience;
import dev.fanfare.testkit.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Three real members in this process, on loopback. One is shared by most tests of the module. */
final class TestCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Runnable GOES_ON = () -> {};

  private final AtomicLong passedNanos = new AtomicLong();
  private final List<Long> wallOffsetsMicros;
  private final StoreOptions options;
  private final List<Integer> ports = new ArrayList<>();
  private final List<StoreMember> members = new ArrayList<>();
  private final List<AtomicReference<Runnable>> pauses = new ArrayList<>();
  private final StoreClient client;

  private TestCluster(String name, int size, List<Duration> wallOffsets) {
    wallOffsetsMicros = wallOffsets.stream().map(it -> it.toNanos() / 1_000).toList();
    for (int i = 0; i < size; i++) {
      ports.add(Ports.free());
      pauses.add(new AtomicReference<>(GOES_ON));
    }
    options =
        new StoreOptions(
            name, "secret", ports.stream().map(port -> HOST + ":" + port).toList(), size);
    for (int i = 0; i < size; i++) {
      members.add(StoreMember.start(options, HOST, ports.get(i), time(i)));
    }
    Patience.until("all members are ready", () -> members.stream().allMatch(StoreMember::isReady));
    client = StoreClient.connect(options, 10_000);
  }

  /** The one that tests share; it lives as long as the process. */
  static TestCluster shared() {
    return Shared.CLUSTER;
  }

  /** One of its own, for a test that breaks it. */
  static TestCluster fresh(String name) {
    return new TestCluster(name, 3, List.of());
  }

  /** One whose members' wall clocks are wrong by so much, and stand still but for {@link #pass}. */
  static TestCluster withWrongClocks(String name, List<Duration> wallOffsets) {
    return new TestCluster(name, wallOffsets.size(), wallOffsets);
  }

  private Time time(int index) {
    return wallOffsetsMicros.isEmpty()
        ? new Shifted(passedNanos, pauses.get(index))
        : new ByHand(passedNanos, wallOffsetsMicros.get(index), index);
  }

  StoreOptions options() {
    return options;
  }

  StoreClient client() {
    return client;
  }

  List<StoreMember> members() {
    return members;
  }

  /** Waits until every member knows that an app has so many logs. */
  void knowsLogs(AppId app, long logs) {
    Patience.until(
        "every member knows of " + logs + " logs",
        () -> members.stream().allMatch(member -> member.logsOf(app) == logs));
  }

  /** Starts the member of this index anew. */
  void restart(int index) {
    members.set(index, StoreMember.start(options, HOST, ports.get(index), time(index)));
  }

  /** The member that decides the changes of a log. */
  int ownerOf(ChannelKey key) {
    return ownerOf(key.text());
  }

  /** The member that decides the changes of any entry of this key. */
  int ownerOf(String key) {
    Partition partition = instance(0).getPartitionService().getPartition(key);
    return indexOf(Objects.requireNonNull(partition.getOwner()).getAddress().getPort());
  }

  /** Lets a member answer no question of the others until the latch is open. */
  void answerNothing(int member, CountDownLatch open) {
    for (int thread = 0; thread < Configs.TASK_THREADS; thread++) {
      node(member).getExecutionService().execute(Names.TASKS, () -> waitFor(open));
    }
  }

  /** Lets a member stand still once, when it looks at its wall clock: in the midst of a change. */
  void standStillWhenAskedForTheTime(int member, CountDownLatch reached, CountDownLatch open) {
    pauses
        .get(member)
        .set(
            () -> {
              reached.countDown();
              waitFor(open);
            });
  }

  /**
   * Lets nothing more reach the copies of this key's partition that a member keeps, until the latch
   * is open: what was sent to it waits, as if the network were slow.
   */
  void hold(int member, ChannelKey key, CountDownLatch open) {
    // Else a call for another member would come through the one that is held.
    ClientConnectionManager connections =
        ((HazelcastClientProxy) client.instance()).client.getConnectionManager();
    Patience.until(
        "the client reaches every member itself",
        () -> connections.getActiveConnections().size() == members.size());
    int id = partition(key).getPartitionId();
    node(member)
        .getOperationService()
        .execute(
            new PartitionSpecificRunnable() {
              @Override
              public int getPartitionId() {
                return id;
              }

              @Override
              public void run() {
                waitFor(open);
              }
            });
  }

  private static void waitFor(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The member that keeps the one copy beside the owner's. */
  int backupOf(ChannelKey key) {
    int id = partition(key).getPartitionId();
    return indexOf(
        Objects.requireNonNull(
                node(0).getPartitionService().getPartition(id, false).getReplicaAddress(1))
            .getPort());
  }

  private Partition partition(ChannelKey key) {
    return instance(0).getPartitionService().getPartition(key.text());
  }

  private int indexOf(int port) {
    return ports.indexOf(port);
  }

  private NodeEngineImpl node(int member) {
    return ((HazelcastInstanceProxy) instance(member)).getOriginal().node.getNodeEngine();
  }

  private HazelcastInstance instance(int member) {
    return Hazelcast.getAllHazelcastInstances().stream()
        .filter(it -> it.getConfig().getClusterName().equals(options.clusterName()))
        .filter(it -> it.getCluster().getLocalMember().getAddress().getPort() == ports.get(member))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    client.close();
    members.forEach(StoreMember::terminate);
  }

  /** Lets time pass for the members, all at once. */
  void pass(Duration duration) {
    passedNanos.addAndGet(duration.toNanos());
  }

  /** Clocks that only a test moves on. */
  private record ByHand(AtomicLong passedNanos, long wallOffsetMicros, int member) implements Time {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final long APART_NANOS = Duration.ofDays(1).toNanos();

    @Override
    public long wallMicros() {
      return START_MICROS + passedNanos.get() / 1_000 + wallOffsetMicros;
    }

    @Override
    public long monotonicNanos() {
      return passedNanos.get() - member * APART_NANOS;
    }
  }

  /** Real time, which may be moved on, and at which a member may pause. */
  private record Shifted(AtomicLong passedNanos, AtomicReference<Runnable> pause) implements Time {
    @Override
    public long wallMicros() {
      pause.getAndSet(GOES_ON).run();
      return System.currentTimeMillis() * 1_000 + passedNanos.get() / 1_000;
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime() + passedNanos.get();
    }
  }

  private static final class Shared {
    private static final TestCluster CLUSTER = new TestCluster("shared", 3, List.of());
  }
}
