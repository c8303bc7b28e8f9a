package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.HazelcastClientOfflineException;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's connection to the store. Threads of its own carry timers; nothing here blocks. */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of the timer log what fails in them
public final class StoreClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreClient.class);
  private static final long LOOK_AGAIN_NANOS = 20_000_000;

  private final HazelcastInstance instance;
  private final IExecutorService tasks;
  private final LongAdder retries = new LongAdder();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fanfare-store-timer");
            thread.setDaemon(true);
            return thread;
          });

  private StoreClient(HazelcastInstance instance) {
    this.instance = instance;
    this.tasks = instance.getExecutorService(Names.TASKS);
  }

  /**
   * Connects, and waits for a member to be found. Blocking; for the start of a process.
   *
   * @throws IllegalStateException when none is found in time; the message says what to check
   */
  public static StoreClient connect(StoreOptions options, long withinMillis) {
    HazelcastInstance instance = HazelcastClient.newHazelcastClient(Configs.client(options));
    instance
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.CLIENT_DISCONNECTED) {
                LOG.warn("The store is out of reach; trying to find it again");
              }
            });
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
    while (System.nanoTime() < deadline) {
      try {
        return new StoreClient(instance);
      } catch (HazelcastClientOfflineException notYet) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
    instance.shutdown();
    throw new IllegalStateException(
        "No member of the store "
            + options.name()
            + " answers at "
            + options.members()
            + ". Check that members run there, with the same name, secret and version.");
  }

  HazelcastInstance instance() {
    return instance;
  }

  /** How many calls were handed in again because nobody knew what became of them. */
  public long retries() {
    return retries.sum();
  }

  void retried() {
    retries.increment();
  }

  /** The members in sight. */
  List<Member> members() {
    return List.copyOf(instance.getCluster().getMembers());
  }

  /** How many members are in sight. */
  public int memberCount() {
    return instance.getCluster().getMembers().size();
  }

  void after(long millis, Runnable task) {
    timer.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  void every(long millis, Runnable task) {
    timer.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Asks one member. */
  Future<byte[]> ask(Member member, Callable<byte[]> task) {
    Promise<byte[]> promise = Promise.promise();
    try {
      tasks.submitToMember(
          task,
          member,
          new ExecutionCallback<byte[]>() {
            @Override
            public void onResponse(byte[] answer) {
              promise.tryComplete(answer);
            }

            @Override
            public void onFailure(Throwable failure) {
              promise.tryFail(failure);
            }
          });
    } catch (RuntimeException notSent) {
      promise.tryFail(notSent);
    }
    return promise.future();
  }

  /** Asks all members in sight; fails when one of them does not answer, or there is none. */
  Future<List<byte[]>> askAll(Callable<byte[]> task) {
    List<Future<byte[]>> answers = members().stream().map(member -> ask(member, task)).toList();
    return answers.isEmpty()
        ? Future.failedFuture("No member of the store is in sight")
        : Future.all(answers).map(all -> all.<byte[]>list());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    instance.shutdown();
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException broken) {
        LOG.warn("A task of the store's client failed", broken);
      }
    };
  }
}
