package dev.fanfare.gateway.metering;

import dev.fanfare.gateway.port.UsageSink;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.UsageCell;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a meter's cells to a sink with each {@link #tick}, and again until the sink has them. One
 * put is under way at a time; one that has no answer after ten ticks is given up and repeated,
 * which is harmless: cells are absolute.
 *
 * <p>While the sink is away cells wait, one for each app and minute. When too many wait the oldest
 * are dropped, and {@link #dropped} counts them.
 *
 * <p>Any thread; nothing blocks.
 */
public final class UsageReporter {
  private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);
  private static final int MAX_WAITING = 500_000;
  private static final int MAX_PUT = 5_000;
  private static final int PATIENCE_TICKS = 10;

  private final Meter meter;
  private final UsageSink sink;
  private final int maxWaiting;
  private final int maxPut;

  /** Oldest first; a newer count takes the place of the older one. */
  private final Map<Key, UsageCell> waiting = new LinkedHashMap<>();

  private final List<Promise<Void>> flushes = new ArrayList<>();
  private Optional<Put> underWay = Optional.empty();
  private int ticksWithoutAnswer;
  private boolean failing;
  private long dropped;

  /** Reports what this meter counts to this sink. */
  public UsageReporter(Meter meter, UsageSink sink) {
    this(meter, sink, MAX_WAITING, MAX_PUT);
  }

  UsageReporter(Meter meter, UsageSink sink, int maxWaiting, int maxPut) {
    this.meter = meter;
    this.sink = sink;
    this.maxWaiting = maxWaiting;
    this.maxPut = maxPut;
  }

  /** Puts what changed, and what is not put yet; to be called once a second. */
  public void tick() {
    synchronized (this) {
      collect();
      if (underWay.isPresent() && ++ticksWithoutAnswer >= PATIENCE_TICKS) {
        underWay = Optional.empty();
      }
    }
    putNext();
  }

  /**
   * Puts everything that was counted until now. Completes when the sink has it; fails when a put
   * fails, and the cells wait for the next tick or flush.
   */
  public Future<Void> flush() {
    Promise<Void> flush = Promise.promise();
    synchronized (this) {
      collect();
      flushes.add(flush);
    }
    putNext();
    return flush.future();
  }

  /** How many cells were dropped because too many waited. */
  public synchronized long dropped() {
    return dropped;
  }

  private void collect() {
    for (UsageCell cell : meter.drain()) {
      waiting.put(new Key(cell.app(), cell.minute()), cell);
    }
    Iterator<UsageCell> oldest = waiting.values().iterator();
    for (int excess = waiting.size() - maxWaiting; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
      dropped++;
    }
  }

  private void putNext() {
    Put put;
    List<Promise<Void>> done = List.of();
    synchronized (this) {
      if (underWay.isPresent()) {
        return;
      }
      put = new Put(waiting.values().stream().limit(maxPut).toList());
      if (put.cells.isEmpty()) {
        done = takeFlushes();
      } else {
        underWay = Optional.of(put);
        ticksWithoutAnswer = 0;
      }
    }
    done.forEach(Promise::complete);
    if (!put.cells.isEmpty()) {
      Future.succeededFuture()
          .compose(start -> sink.put(put.cells))
          .onSuccess(stored -> stored(put))
          .onFailure(cause -> failed(put, cause));
    }
  }

  private void stored(Put put) {
    synchronized (this) {
      for (UsageCell cell : put.cells) {
        waiting.remove(new Key(cell.app(), cell.minute()), cell);
      }
      if (failing) {
        LOG.info("The usage sink takes cells again; {} wait", waiting.size());
        failing = false;
      }
      endOf(put);
    }
    putNext();
  }

  private void failed(Put put, Throwable cause) {
    List<Promise<Void>> failedFlushes;
    synchronized (this) {
      if (!failing) {
        LOG.warn("The usage sink refused cells; they are kept and put again", cause);
        failing = true;
      }
      endOf(put);
      failedFlushes = takeFlushes();
    }
    failedFlushes.forEach(flush -> flush.fail(cause));
  }

  /** The answer of a put that was given up says nothing about the one that took its place. */
  private void endOf(Put put) {
    if (underWay.filter(now -> now == put).isPresent()) {
      underWay = Optional.empty();
    }
  }

  private List<Promise<Void>> takeFlushes() {
    List<Promise<Void>> all = List.copyOf(flushes);
    flushes.clear();
    return all;
  }

  private record Key(AppId app, long minute) {}

  private static final class Put {
    private final List<UsageCell> cells;

    Put(List<UsageCell> cells) {
      this.cells = cells;
    }
  }
}
