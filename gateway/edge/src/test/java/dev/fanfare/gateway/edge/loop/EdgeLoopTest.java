package dev.fanfare.gateway.edge.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeLoopTest {
  private final EdgeLoops loops = EdgeLoops.start(3, Transport.AUTO);

  @AfterEach
  void stop() {
    loops.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void thereAreAsManyAsWereAskedForEachWithItsNumber() {
    assertThat(loops.all()).extracting(EdgeLoop::index).containsExactly(0, 1, 2);
  }

  @Test
  void tasksRunOnTheirLoopInTheirOrder() throws Exception {
    EdgeLoop loop = loops.all().get(1);
    List<Integer> ran = new ArrayList<>();
    CompletableFuture<Boolean> current = new CompletableFuture<>();
    assertThat(loop.isCurrent()).isFalse();
    for (int i = 0; i < 100; i++) {
      int n = i;
      loop.execute(() -> ran.add(n));
    }
    loop.execute(() -> current.complete(loop.isCurrent() && !loops.all().get(0).isCurrent()));
    assertThat(current.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasSize(100).isSorted();
  }

  @Test
  void aTimerRunsOnItsLoopUnlessItIsClosed() throws Exception {
    EdgeLoop loop = loops.all().get(0);
    CompletableFuture<Boolean> rang = new CompletableFuture<>();
    List<String> wrong = new ArrayList<>();
    // In one turn: elsewhere it might ring before it is closed.
    loop.execute(
        () -> {
          loop.schedule(Duration.ofMillis(5), () -> wrong.add("closed")).close();
          loop.schedule(Duration.ofMillis(20), () -> rang.complete(loop.isCurrent()));
        });
    assertThat(rang.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsForSoonRunsBehindWhatWaitsAlsoWhenItAddsToItself() throws Exception {
    EdgeLoop loop = loops.all().get(0);
    List<String> ran = new ArrayList<>();
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.execute(() -> ran.add("waits"));
          loop.soon(
              () -> {
                ran.add("soon");
                loop.soon(() -> all.complete(List.copyOf(ran)));
                ran.add("still");
              });
          loop.soon(
              () -> {
                ran.add("fails");
                throw new IllegalStateException("on purpose");
              });
          loop.soon(() -> ran.add("soon too"));
        });
    assertThat(all.get(5, TimeUnit.SECONDS))
        .containsExactly("waits", "soon", "still", "fails", "soon too");
  }

  /** What is handed over while a socket is read wakes nobody before the socket has been read. */
  @Test
  void whatALoopGathersForAnotherComesTogetherAndInOrder() throws Exception {
    EdgeLoop from = loops.all().get(0);
    EdgeLoop to = loops.all().get(1);
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    List<String> before =
        onLoop(
            from,
            () -> {
              to.execute(() -> ran.add("before"));
              from.gather();
              to.execute(() -> ran.add("first"));
              to.execute(() -> ran.add("second"));
              whatWaitsIsDone(to);
              List<String> whileReading = List.copyOf(ran);
              from.passOn();
              to.execute(() -> ran.add("after"));
              return whileReading;
            });
    whatWaitsIsDone(to);

    assertThat(before).containsExactly("before");
    assertThat(ran).containsExactly("before", "first", "second", "after");
  }

  @Test
  void whatWasGatheredIsPassedOnAlsoWhereNobodySaysSo() throws Exception {
    EdgeLoop from = loops.all().get(0);
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    from.execute(
        () -> {
          from.gather();
          loops.all().get(1).execute(() -> ran.complete(true));
        });
    assertThat(ran.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatALoopGathersForItselfIsNotKeptBack() throws Exception {
    EdgeLoop loop = loops.all().get(0);
    List<String> ran =
        onLoop(
            loop,
            () -> {
              List<String> order = new ArrayList<>();
              loop.gather();
              loop.soon(() -> order.add("soon"));
              loop.execute(() -> order.add("itself"));
              return order;
            });
    whatWaitsIsDone(loop);
    assertThat(ran).containsExactly("soon", "itself");
  }

  private static void whatWaitsIsDone(EdgeLoop loop) throws Exception {
    loop.eventLoop().submit(() -> {}).get(5, TimeUnit.SECONDS);
  }

  private static <T> T onLoop(EdgeLoop loop, Callable<T> act) throws Exception {
    return loop.eventLoop().submit(act).get(5, TimeUnit.SECONDS);
  }

  @Test
  void aTransportThatIsNotThereIsNamedInARefusal() {
    for (Transport transport : Transport.values()) {
      if (transport != Transport.AUTO && !Transport.available().contains(transport)) {
        assertThatThrownBy(() -> EdgeLoops.start(1, transport))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(transport.name().toLowerCase(Locale.ROOT));
      }
    }
  }
}
