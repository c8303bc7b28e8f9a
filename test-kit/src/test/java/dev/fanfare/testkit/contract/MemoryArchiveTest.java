package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.contract.Entries.message;
import static dev.fanfare.testkit.contract.Entries.messages;
import static dev.fanfare.testkit.contract.Entries.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryArchive;
import dev.fanfare.gateway.port.Archive;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Draft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryArchiveTest extends ArchiveContract {
  private long nowMicros = Entries.START_MICROS;
  private final MemoryArchive archive = new MemoryArchive(new Now(), 1_000, 3);

  @Override
  protected Archive archive() {
    return archive;
  }

  @Test
  void theNewestMessagesOfAChannelAreKept() {
    await(archive.append(key("news"), messages(1, 1_200)));

    assertThat(kept("news")).isEqualTo(offsets(messages(201, 1_200)));
  }

  @Test
  void theChannelsWrittenToLastAreKept() {
    for (String channel : List.of("a", "b", "c", "a", "d")) {
      await(archive.append(key(channel), messages(1, 1)));
    }

    assertThat(kept("b")).isEmpty();
    assertThat(List.of(kept("a"), kept("c"), kept("d"))).containsOnly(List.of(1L));
  }

  @Test
  void aMessageWhoseTimeToLiveHasPassedIsNoHistoryAnyMore() {
    Draft shortLived = Drafts.shortLived("soon gone", Duration.ofSeconds(10));
    await(archive.append(key("news"), List.of(message(Entries.EPOCH, 1, shortLived), message(2))));

    nowMicros = Entries.START_MICROS + 10_999_999;
    assertThat(kept("news")).containsExactly(1L, 2L);
    nowMicros = Entries.START_MICROS + 11_000_000;
    assertThat(kept("news")).containsExactly(2L);
  }

  private List<Long> kept(String channel) {
    return offsets(
        await(archive.read(key(channel), Optional.empty(), Direction.FORWARDS, 10_000)).entries());
  }

  private static ChannelKey key(String channel) {
    return new ChannelKey(new AppId("1"), new ChannelName(channel));
  }

  private final class Now implements Time {
    @Override
    public long wallMicros() {
      return nowMicros;
    }

    @Override
    public long monotonicNanos() {
      return nowMicros * 1_000;
    }
  }
}
