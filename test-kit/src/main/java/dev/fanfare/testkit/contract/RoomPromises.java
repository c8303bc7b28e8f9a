package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.gateway.log.LogChange.Append;
import dev.fanfare.gateway.log.LogChange.AppendReply;
import dev.fanfare.gateway.log.LogChange.MissLast;
import dev.fanfare.gateway.log.LogChange.MissLastReply;
import dev.fanfare.gateway.log.LogChange.Occupy;
import dev.fanfare.gateway.log.LogChange.OccupyReply;
import dev.fanfare.gateway.log.LogChange.Present;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.Room;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.testkit.Racing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An app has as many logs as it may, and no more. */
interface RoomPromises extends StoreSubject {
  @Test
  default void anAppHasAsManyChannelsAsItMayAndNoMore() {
    for (int i = 0; i < 10; i++) {
      assertThat(append("room:" + i, 10)).isInstanceOf(AppendReply.Appended.class);
    }
    knowsLogs(10);

    assertThat(append("one more", 10)).isEqualTo(new AppendReply.NoLog(Room.APP_IS_FULL));
    assertThat(channel("one more").texts()).isEmpty();
    assertThat(append("room:7", 10)).isInstanceOf(AppendReply.Appended.class);
    assertThat(append("one more", 11)).isInstanceOf(AppendReply.Appended.class);
  }

  @Test
  default void nothingMakesAChannelWhereThereIsNoRoom() {
    assertThat(append("there", 1)).isInstanceOf(AppendReply.Appended.class);
    knowsLogs(1);

    assertThat(change("new", present(Present.Kind.ENTER)))
        .isEqualTo(new PresentReply.NoLog(Room.APP_IS_FULL));
    assertThat(change("new", new Occupy(gateway(), 3, 1))).isEqualTo(new OccupyReply(0));
    assertThat(change("new", new MissLast(1))).isEqualTo(new MissLastReply(false));
    assertThat(channel("new").status().subscribers()).isZero();
    assertThat(await(store().list(app(), "", Optional.empty(), 10))).isEmpty();

    assertThat(change("there", present(Present.Kind.ENTER)))
        .isInstanceOf(PresentReply.Changed.class);
    assertThat(change("there", new Occupy(gateway(), 3, 1))).isEqualTo(new OccupyReply(3));
  }

  @Test
  default void whatOnlyEndsSomethingNeedsNoRoomAndTakesNone() {
    for (int i = 0; i < 30; i++) {
      assertThat(change("never there:" + i, present(Present.Kind.LEAVE)))
          .isInstanceOf(PresentReply.Unchanged.class);
      assertThat(change("never there:" + i, new Occupy(gateway(), 0, 2)))
          .isEqualTo(new OccupyReply(0));
    }

    knowsLogs(0);
    assertThat(append("one", 2)).isInstanceOf(AppendReply.Appended.class);
    assertThat(append("another", 2)).isInstanceOf(AppendReply.Appended.class);
  }

  @Test
  default void anAppsChannelsTakeNoRoomFromAnother() {
    AppId other = new AppId(app().text() + "-other");
    for (int i = 0; i < 5; i++) {
      channel(other, "room:" + i, StoredChannel.DEFAULT_BOUNDS).publish("hello");
    }

    assertThat(append("room", 1)).isInstanceOf(AppendReply.Appended.class);
  }

  @Test
  default void anAppThatMakesChannelsOnManyThreadsStaysWithinItsNumber() {
    List<Integer> made =
        Racing.race(
            4,
            thread -> {
              int own = 0;
              for (int i = 0; i < 20; i++) {
                if (append("room:" + thread + ":" + i, 30) instanceof AppendReply.Appended) {
                  own++;
                }
              }
              return own;
            });

    assertThat(made.stream().mapToInt(Integer::intValue).sum()).isBetween(30, 40);
  }

  @Test
  default void aBurstOfNewChannelsPassesTheNumberByATenthAtTheMost() {
    List<Future<AppendReply>> replies = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      replies.add(store().apply(channel("room:" + i).key(), hello(200)));
    }
    long made = replies.stream().filter(it -> await(it) instanceof AppendReply.Appended).count();

    assertThat(made).isBetween(150L, 220L);
  }

  private AppendReply append(String name, int mostLogs) {
    return change(name, hello(mostLogs));
  }

  private static Append hello(int mostLogs) {
    return new Append(
        List.of(StoredChannel.plain("hello")), StoredChannel.DEFAULT_BOUNDS, mostLogs);
  }

  private <R> R change(String name, LogChange<R> change) {
    return await(store().apply(channel(name).key(), change));
  }

  private Present present(Present.Kind kind) {
    return new Present(
        kind,
        new ClientId("ann"),
        new ConnectionId("c1"),
        gateway(),
        Optional.empty(),
        StoredChannel.DEFAULT_BOUNDS,
        1);
  }

  private long gateway() {
    return StoredChannel.gateway(app(), 1);
  }
}
