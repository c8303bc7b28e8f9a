package dev.fanfare.gateway.limits;

import dev.fanfare.gateway.port.Loop;
import dev.fanfare.protocol.AppId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shares one loop among apps: in each turn of the loop an app does work worth {@link #SHARE} units
 * at most, and what is left of it waits until the others, and the loop's sockets, have had their
 * turn. So what one tenant asks for, be it twenty times what it may, delays another by one share
 * and not by all of it.
 *
 * <p>A unit is about what one write to a socket costs. An app that needs less than its share never
 * waits, and while nobody waits nothing is scheduled. On the loop only.
 */
public final class Turns {
  /** What an app may do in one turn: about two milliseconds. */
  public static final int SHARE = 256;

  /** Apps that have done something since the last turn; with more the next one begins at once. */
  private static final int MANY_APPS = 1_024;

  private final Loop loop;
  private final Map<AppId, Share> shares = new HashMap<>();
  private boolean turnComes;

  Turns(Loop loop) {
    this.loop = loop;
  }

  /** What is left of the app's share: 0 means that its work has to wait. */
  public int left(AppId app) {
    Share share = shares.get(app);
    return share == null ? SHARE : Math.max(0, SHARE - share.used);
  }

  /** The app did work worth so many units, which may be more than was left. */
  public void worked(AppId app, int units) {
    shareOf(app).used += units;
    if (shares.size() > MANY_APPS) {
      comeAgain();
    }
  }

  /**
   * Runs a task when the app has its next share, after those that it handed in before. A task that
   * still has work when nothing is left hands itself in again. Whoever hands in bounds how much
   * waits.
   */
  public void later(AppId app, Runnable task) {
    shareOf(app).waiting.add(task);
    comeAgain();
  }

  private Share shareOf(AppId app) {
    return shares.computeIfAbsent(app, first -> new Share());
  }

  private void comeAgain() {
    if (!turnComes) {
      turnComes = true;
      loop.executeNextTurn(this::turn);
    }
  }

  private void turn() {
    turnComes = false;
    shares.values().removeIf(share -> share.waiting.isEmpty());
    List<Share> inNeed = List.copyOf(shares.values());
    try {
      for (Share share : inNeed) {
        // What it took beyond its last share it has had already.
        share.used = Math.max(0, share.used - SHARE);
        share.work();
      }
    } finally {
      if (inNeed.stream().anyMatch(share -> !share.waiting.isEmpty())) {
        comeAgain();
      }
    }
  }

  private static final class Share {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(4);
    private int used;

    void work() {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
    }

    private @Nullable Runnable next() {
      return used < SHARE ? waiting.poll() : null;
    }
  }
}
