package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.contract.Entries.message;
import static dev.fanfare.testkit.contract.Entries.messages;
import static dev.fanfare.testkit.contract.Entries.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogQuery.HistoryReply;
import dev.fanfare.gateway.port.Archive;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.testkit.Racing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Archive} promises. */
public abstract class ArchiveContract {
  private final AppId app = new AppId("t-" + UUID.randomUUID());
  private final ChannelKey news = new ChannelKey(app, new ChannelName("news"));

  /** The archive, the same one during a test. */
  protected abstract Archive archive();

  @Test
  void whatWasKeptIsReadInPagesInBothDirections() {
    await(archive().append(news, messages(1, 3)));
    await(archive().append(news, messages(4, 5)));

    assertThat(pages(Direction.FORWARDS, 2)).containsExactly(at(1, 2), at(3, 4), at(5));
    assertThat(pages(Direction.BACKWARDS, 2)).containsExactly(at(5, 4), at(3, 2), at(1));
    assertThat(pages(Direction.FORWARDS, 5)).containsExactly(at(1, 2, 3, 4, 5));
  }

  @Test
  void entriesComeBackByteForByte() {
    await(archive().append(news, messages(1, 3)));

    assertThat(read(news, Optional.empty(), Direction.FORWARDS, 10).entries())
        .isEqualTo(messages(1, 3));
  }

  @Test
  void whatIsKeptTwiceIsThereOnce() {
    await(archive().append(news, messages(1, 4)));
    await(archive().append(news, messages(3, 6)));
    await(archive().append(news, messages(1, 6)));

    assertThat(pages(Direction.FORWARDS, 10)).containsExactly(at(1, 2, 3, 4, 5, 6));
  }

  @Test
  void whatComesLateStandsInItsPlace() {
    await(archive().append(news, messages(5, 6)));
    await(archive().append(news, messages(1, 2)));
    await(archive().append(news, messages(3, 4)));

    assertThat(pages(Direction.FORWARDS, 10)).containsExactly(at(1, 2, 3, 4, 5, 6));
  }

  @Test
  void aPageBeginsNextToAPlaceAndWithoutIt() {
    await(archive().append(news, messages(1, 5)));
    Optional<Position> third = Optional.of(new Position(Entries.EPOCH, 3));
    Optional<Position> before = Optional.of(new Position(Entries.EPOCH, 0));
    Optional<Position> beyond = Optional.of(new Position(Entries.EPOCH, 9));

    assertThat(offsets(read(news, third, Direction.FORWARDS, 10).entries()))
        .containsExactly(4L, 5L);
    assertThat(offsets(read(news, third, Direction.BACKWARDS, 10).entries()))
        .containsExactly(2L, 1L);
    assertThat(read(news, before, Direction.BACKWARDS, 10).entries()).isEmpty();
    assertThat(read(news, before, Direction.FORWARDS, 10).entries()).hasSize(5);
    assertThat(read(news, beyond, Direction.FORWARDS, 10).entries()).isEmpty();
    assertThat(read(news, beyond, Direction.BACKWARDS, 10).entries()).hasSize(5);
    assertThat(read(news, Optional.of(Position.NONE), Direction.FORWARDS, 10).entries()).hasSize(5);
  }

  @Test
  void historyIsMessagesThatMayBeStored() {
    await(
        archive()
            .append(
                news,
                List.of(
                    message(1),
                    Entries.presence(2),
                    message(Entries.EPOCH, 3, Drafts.noStore("passing")),
                    message(4))));

    assertThat(pages(Direction.FORWARDS, 10)).containsExactly(at(1, 4));
    assertThat(pages(Direction.BACKWARDS, 1)).containsExactly(at(4), at(1));
  }

  @Test
  void aNewEpochFollowsTheOldOne() {
    Draft draft = Draft.of(Payload.text("x"));
    List<Entry> nextEpoch = List.of(message(1, 4, draft), message(1, 5, draft));
    await(archive().append(news, nextEpoch));
    await(archive().append(news, messages(1, 3)));

    assertThat(pages(Direction.FORWARDS, 2)).containsExactly(at(1, 2), at(3, 4), at(5));
    assertThat(pages(Direction.BACKWARDS, 2)).containsExactly(at(5, 4), at(3, 2), at(1));
  }

  @Test
  void anAppSeesItsOwnOnly() {
    ChannelKey one = new ChannelKey(new AppId(app.text() + "1"), new ChannelName("1:x"));
    ChannelKey other = new ChannelKey(new AppId(app.text() + "11"), new ChannelName(":x"));
    await(archive().append(one, messages(1, 2)));
    await(archive().append(other, messages(7, 7)));

    assertThat(offsets(read(one, Optional.empty(), Direction.FORWARDS, 10).entries()))
        .containsExactly(1L, 2L);
    assertThat(offsets(read(other, Optional.empty(), Direction.FORWARDS, 10).entries()))
        .containsExactly(7L);
    assertThat(read(news, Optional.empty(), Direction.FORWARDS, 10))
        .isEqualTo(new HistoryReply(List.of(), Optional.empty()));
  }

  @Test
  void racingWritersLoseNothing() {
    Racing.race(
        8,
        thread -> {
          for (int i = 0; i < 20; i++) {
            long first = (thread * 20L + i) * 3 + 1;
            await(archive().append(news, messages(first, first + 4)));
          }
          return thread;
        });

    assertThat(pages(Direction.FORWARDS, 1_000)).containsExactly(offsets(messages(1, 482)));
  }

  private HistoryReply read(
      ChannelKey key, Optional<Position> from, Direction direction, int limit) {
    return await(archive().read(key, from, direction, limit));
  }

  private List<List<Long>> pages(Direction direction, int limit) {
    List<List<Long>> pages = new ArrayList<>();
    Optional<Position> from = Optional.empty();
    do {
      HistoryReply page = read(news, from, direction, limit);
      pages.add(offsets(page.entries()));
      from = page.next();
    } while (from.isPresent());
    return pages;
  }

  private static List<Long> at(long... offsets) {
    List<Long> list = new ArrayList<>();
    for (long offset : offsets) {
      list.add(offset);
    }
    return list;
  }
}
