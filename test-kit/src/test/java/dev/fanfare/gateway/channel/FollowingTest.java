package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryBus;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How one channel is heard on the bus. */
class FollowingTest {
  private final MemoryBus bus = new MemoryBus();
  private final List<Entry> heard = new ArrayList<>();
  private final Following following = new Following(bus, Studio.ROOM, heard::add);

  @Test
  void whatIsPublishedIsHeardOnceHoweverOftenItBeganAnew() {
    following.begin();
    following.beginAnew();
    following.beginAnew();
    publish();

    assertThat(heard).hasSize(1);
  }

  @Test
  void nothingIsHeardAfterTheEnd() {
    following.begin();
    following.end();
    following.beginAnew();
    publish();

    assertThat(heard).isEmpty();
  }

  @Test
  void whatTheBusConfirmsAfterTheEndIsGivenUpAtOnce() {
    following.end();
    following.begin();
    publish();

    assertThat(heard).isEmpty();
  }

  private void publish() {
    Draft draft = Draft.of(Payload.text("hello"));
    bus.publish(Studio.ROOM, List.of(Entry.of(new Message(Position.NONE, 1, draft))));
  }
}
