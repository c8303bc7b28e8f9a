package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.ChainLink;
import dev.fanfare.gateway.log.Head;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.Position;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Heads find what a bus has lost: the last message above all. */
interface HeadPromises extends StoreSubject {

  @Test
  default void headsAreGivenOfChannelsThatExist() {
    StoredChannel news = channel("news");
    Position top = news.publish("1", "2").get(1).position();
    StoredChannel followed = channel("followed without entries");
    followed.occupy(1, 1);

    Map<ChannelKey, Head> heads =
        await(store().heads(List.of(news.key(), followed.key(), channel("nowhere").key())));

    assertThat(heads)
        .containsEntry(news.key(), new Head(top, List.of(new ChainLink(top.epoch(), 1))))
        .doesNotContainKey(channel("nowhere").key());
    assertThat(heads.getOrDefault(followed.key(), Head.EMPTY).top()).isEqualTo(Position.NONE);
  }

  @Test
  default void watchersHearHowManySubscribersThereAre() {
    Map<ChannelKey, Head> heard = new ConcurrentHashMap<>();
    try (Subscription watching = store().watchHeads(heard::putAll)) {
      assertThat(watching).isNotNull();
      StoredChannel room = channel("room");
      room.occupy(1, 2);
      room.occupy(2, 3);
      until("five are heard of", () -> subscribers(heard, room) == 5);

      room.occupy(1, 0);
      until("three are heard of", () -> subscribers(heard, room) == 3);
    }
  }

  private int subscribers(Map<ChannelKey, Head> heard, StoredChannel channel) {
    tellWatchers();
    return heard.getOrDefault(channel.key(), Head.EMPTY).subscribers();
  }

  @Test
  default void watchersHearWhereChangedChannelsStand() {
    Map<ChannelKey, Head> heard = new ConcurrentHashMap<>();
    try (Subscription watching = store().watchHeads(heard::putAll)) {
      assertThat(watching).isNotNull();
      Position news = channel("news").publish("1", "2", "3").get(2).position();
      channel("room").enter("ann", "c1", "data");
      Position room = channel("room").status().head().top();

      until("the last message is heard of", () -> isHeard(heard, channel("news").key(), news));
      until("the presence is heard of", () -> isHeard(heard, channel("room").key(), room));

      Position later = channel("news").publish("4").get(0).position();
      until("the next message is heard of", () -> isHeard(heard, channel("news").key(), later));
    }
  }

  @Test
  default void allWatchersHearUntilTheyClose() {
    Map<ChannelKey, Head> first = new ConcurrentHashMap<>();
    Map<ChannelKey, Head> second = new ConcurrentHashMap<>();
    Subscription firstWatch = store().watchHeads(first::putAll);
    try (Subscription secondWatch = store().watchHeads(second::putAll)) {
      assertThat(secondWatch).isNotNull();
      Position one = channel("news").publish("1").get(0).position();
      until(
          "both have heard",
          () ->
              isHeard(first, channel("news").key(), one)
                  && isHeard(second, channel("news").key(), one));

      firstWatch.close();
      firstWatch.close();
      Position two = channel("other").publish("2").get(0).position();
      until("the open one has heard", () -> isHeard(second, channel("other").key(), two));
      assertThat(first).doesNotContainKey(channel("other").key());
    }
  }

  private boolean isHeard(Map<ChannelKey, Head> heard, ChannelKey key, Position position) {
    tellWatchers();
    return heard.getOrDefault(key, Head.EMPTY).top().equals(position);
  }
}
