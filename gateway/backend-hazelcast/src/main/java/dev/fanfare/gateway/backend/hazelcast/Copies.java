package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the copies of everything that this member owns are where they should be, looked at again
 * and again on a thread of its own.
 *
 * <p>Each member looks after its own part only. To ask the others whether they are safe would keep
 * their operation threads waiting for as long as a member stands still: seconds in which nobody
 * decides who is the next master or listens to heartbeats, until those who are well hold each other
 * for dead.
 */
final class Copies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
  private static final long PAUSE_MILLIS = 200;

  /** A look asks for each partition, so as long as nothing changes it is worth one a second. */
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** An answer that is older says nothing any more: the next one is waited for too long. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final HazelcastInstance instance;
  private final AtomicLong changes = new AtomicLong();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread copies = new Thread(task, "fanfare-copies");
            copies.setDaemon(true);
            return copies;
          });
  private volatile Seen seen = new Seen(false, -1, System.nanoTime());

  /**
   * What was seen last.
   *
   * @param change how many changes of the members there had been when it was looked
   */
  private record Seen(boolean complete, long change, long nanos) {}

  Copies(HazelcastInstance instance) {
    this.instance = instance;
  }

  void start() {
    instance.getCluster().addMembershipListener(new Changed());
    var unused = thread.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** False as long as it is not known for the members of now. Never blocks. */
  boolean areComplete() {
    return sawComplete(FRESH_NANOS);
  }

  /** Whether they were, for the members of now, not longer ago than this. */
  private boolean sawComplete(long nanosAgo) {
    Seen last = seen;
    return last.complete
        && last.change == changes.get()
        && System.nanoTime() - last.nanos < nanosAgo;
  }

  /** Blocking, while the master or a backup does not answer. */
  private void look() {
    if (sawComplete(CALM_NANOS)) {
      return;
    }
    long change = changes.get();
    boolean complete;
    try {
      complete = instance.getPartitionService().isLocalMemberSafe();
    } catch (RuntimeException ended) {
      LOG.debug("Whether the copies are complete cannot be said", ended);
      complete = false;
    }
    seen = new Seen(complete, change, System.nanoTime());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private final class Changed implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      changes.incrementAndGet();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      changes.incrementAndGet();
    }
  }
}
