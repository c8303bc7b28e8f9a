package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing of one app or channel is seen in another, however their names are chosen. */
interface IsolationPromises extends StoreSubject {

  /**
   * Pairs that plain concatenation, patterns, case folding or normalisation would mistake for each
   * other.
   */
  private List<ChannelKey> lookalikes() {
    List<ChannelKey> keys = new ArrayList<>();
    for (String app : List.of("", "1", "11", ".", "1.", "-", "_")) {
      AppId id = new AppId(app().text() + app);
      for (String channel :
          List.of(
              "x", "1x", ":x", "1:x", "1:1:x", "::x", "x:", "X", "x\u00a0", "*", "?", "x*", "#x",
              "[x]x", "{x}", "{1}x", "\u00e4", "a\u0308", "../x", "%78", "x/x", "'", "\"")) {
        keys.add(new ChannelKey(id, new ChannelName(channel)));
      }
    }
    return keys;
  }

  @Test
  default void lookalikesAreChannelsOfTheirOwn() {
    List<ChannelKey> keys = lookalikes();
    for (ChannelKey key : keys) {
      StoredChannel channel =
          channel(key.app(), key.channel().text(), StoredChannel.DEFAULT_BOUNDS);
      channel.publish("for " + key);
      channel.enter("member of " + key.text().hashCode(), "c1", "data");
      channel.occupy(1, 1);
    }

    for (ChannelKey key : keys) {
      StoredChannel channel =
          channel(key.app(), key.channel().text(), StoredChannel.DEFAULT_BOUNDS);
      assertThat(channel.texts()).as("%s", key).containsExactly("for " + key);
      assertThat(channel.presence(10, Optional.empty()).members())
          .extracting(member -> member.client().text())
          .containsExactly("member of " + key.text().hashCode());
      assertThat(channel.status().subscribers()).isEqualTo(1);
    }
    assertThat(await(store().heads(keys))).containsOnlyKeys(keys);
  }

  @Test
  default void anAppListsItsOwnChannelsOnly() {
    List<ChannelKey> keys = lookalikes();
    keys.forEach(
        key -> channel(key.app(), key.channel().text(), StoredChannel.DEFAULT_BOUNDS).occupy(1, 1));

    for (AppId id : keys.stream().map(ChannelKey::app).distinct().toList()) {
      List<ChannelName> own =
          keys.stream().filter(key -> key.app().equals(id)).map(ChannelKey::channel).toList();
      assertThat(await(store().list(id, "", Optional.empty(), 1_000)))
          .extracting(listed -> listed.channel())
          .containsExactlyInAnyOrderElementsOf(own);
    }
  }
}
