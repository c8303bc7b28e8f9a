package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.ChannelStore.Listed;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.testkit.Racing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which channels are listed, and in which order. */
interface ListPromises extends StoreSubject {

  @Test
  default void channelsWithSubscribersOrMembersAreListedAndNoOthers() {
    channel("followed").occupy(1, 2);
    channel("inhabited").enter("ann", "c1", "data");
    channel("only published to").publish("one");

    assertThat(names("", Optional.empty(), 10)).containsExactly("followed", "inhabited");
    Listed followed = await(store().list(app(), "", Optional.empty(), 1)).get(0);
    assertThat(followed.state()).isEqualTo(channel("followed").status());
    assertThat(followed.state().subscribers()).isEqualTo(2);
  }

  @Test
  default void channelsLeaveTheListWithTheirLastSubscriberAndMember() {
    channel("room").occupy(1, 1);
    channel("room").enter("ann", "c1", "data");

    channel("room").occupy(1, 0);
    assertThat(names("", Optional.empty(), 10)).containsExactly("room");
    channel("room").leave("ann", "c1");
    assertThat(names("", Optional.empty(), 10)).isEmpty();
    channel("room").occupy(3, 1);
    channel("room").reap(3);
    assertThat(names("", Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void namesAreInCodePointOrderWhateverTheirScript() {
    List<String> inOrder =
        List.of(
            "#user:1", "A", "a", "a:b", "aa", "\u00e4", "\uff5e", "\ud83c\udfba", "\ud83d\ude00");
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      channel(inOrder.get(i)).occupy(1, 1);
    }

    assertThat(names("", Optional.empty(), 100)).isEqualTo(inOrder);
  }

  @Test
  default void pagesJoinWithoutAHole() {
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 23; i++) {
      all.add("room:" + i);
      channel("room:" + i).occupy(1, 1);
    }

    List<String> inPages = new ArrayList<>();
    Optional<ChannelName> after = Optional.empty();
    while (true) {
      List<String> page = names("", after, 5);
      inPages.addAll(page);
      if (page.size() < 5) {
        break;
      }
      after = Optional.of(new ChannelName(page.get(4)));
    }
    assertThat(inPages).containsExactlyElementsOf(all);
  }

  @Test
  default void aPrefixIsComparedAsItIs() {
    for (String name :
        List.of("chat", "chat:1", "chat:2", "chats", "Chat:1", "cha", "*", "chat.")) {
      channel(name).occupy(1, 1);
    }

    assertThat(names("chat:", Optional.empty(), 10)).containsExactly("chat:1", "chat:2");
    assertThat(names("chat:", Optional.of(new ChannelName("chat:1")), 10))
        .containsExactly("chat:2");
    assertThat(names("chat:", Optional.of(new ChannelName("a")), 10))
        .containsExactly("chat:1", "chat:2");
    assertThat(names("chat:", Optional.of(new ChannelName("d")), 10)).isEmpty();
    assertThat(names("*", Optional.empty(), 10)).containsExactly("*");
    assertThat(names("chat.", Optional.empty(), 10)).containsExactly("chat.");
  }

  @Test
  default void theListIsRightAfterARace() {
    Racing.race(
        8,
        thread -> {
          for (int i = 0; i < 40; i++) {
            channel("room:" + i % 4).occupy(thread + 1, i < 36 || i % 4 == 0 ? i % 3 : 0);
          }
          return thread;
        });

    for (int i = 0; i < 4; i++) {
      boolean occupied = channel("room:" + i).status().subscribers() > 0;
      assertThat(names("room:" + i, Optional.empty(), 1)).hasSize(occupied ? 1 : 0);
    }
  }

  private List<String> names(String prefix, Optional<ChannelName> after, int limit) {
    return await(store().list(app(), prefix, after, limit)).stream()
        .map(listed -> listed.channel().text())
        .toList();
  }
}
