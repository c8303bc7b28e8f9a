package dev.fanfare.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one presence view is told of the steps of a channel. */
class NarratorTest {
  private static final ChannelRef ROOM = new ChannelRef(new ChannelName("room"), 1);

  private final List<String> told = new ArrayList<>();

  @Test
  void whatAViewDoesNotSeeIsGatheredIntoOneNoticeBeforeTheNextEvent() {
    Narrator narrator = new Narrator(ROOM, PresenceView.NONE);
    tell(narrator, message(1), presence(2), presence(3), new Step.Skip(4, 6), message(7));

    assertThat(told).containsExactly("msg 1 m", "skip 6", "msg 7 m");
    assertThat(narrator.hasUnseen()).isFalse();
  }

  @Test
  void theNoticeComesWhenAskedForToo() {
    Narrator narrator = new Narrator(ROOM, PresenceView.NONE);
    tell(narrator, presence(1), presence(2));
    assertThat(told).isEmpty();
    narrator.tellUnseen(this::note);
    narrator.tellUnseen(this::note);

    assertThat(told).containsExactly("skip 2");
  }

  @Test
  void aCountIsToldWithEveryChange() {
    tell(new Narrator(ROOM, PresenceView.COUNT), presence(1), message(2), presence(3));

    assertThat(told).containsExactly("count 1 9", "msg 2 m", "count 3 9");
  }

  @Test
  void whoeverSeesAllOfPresenceIsToldWho() {
    tell(new Narrator(ROOM, PresenceView.FULL), presence(1), new Step.Skip(2, 3), presence(4));

    assertThat(told).containsExactly("pres 1 who", "skip 3", "pres 4 who");
  }

  @Test
  void whatWasHiddenIsToldBeforeAGapAndANewEpoch() {
    tell(
        new Narrator(ROOM, PresenceView.NONE),
        presence(1),
        new Step.Gap(2, 5),
        presence(6),
        new Step.EpochBegan(new Position(2, 6)));

    assertThat(told).containsExactly("skip 1", "gap 2-5", "skip 6", "epoch 6");
  }

  @Test
  void whatWasHiddenBeforeAResetIsVoidAsEverythingElse() {
    Narrator narrator = new Narrator(ROOM, PresenceView.NONE);
    tell(narrator, presence(100), new Step.Reset(new Position(2, 3), Why.LOST), message(4));

    assertThat(told).containsExactly("reset 3", "msg 4 m");
  }

  private void tell(Narrator narrator, Step... steps) {
    for (Step step : steps) {
      narrator.tell(step, this::note);
    }
  }

  private void note(Event event) {
    ShortEncoding.INSTANCE
        .render(event)
        .ifPresent(bytes -> told.add(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static Step message(long offset) {
    return new Step.Deliver(
        Entry.of(new Message(new Position(1, offset), offset, Draft.of(Payload.text("m")))));
  }

  private static Step presence(long offset) {
    PresenceMember member =
        new PresenceMember(
            new ClientId("who"), new ConnectionId("c"), Optional.empty(), offset, offset);
    return new Step.Deliver(
        Entry.of(
            new PresenceChange(new Position(1, offset), PresenceChange.Action.UPDATE, member, 9)));
  }
}
