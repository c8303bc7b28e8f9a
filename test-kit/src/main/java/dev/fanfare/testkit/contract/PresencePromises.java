package dev.fanfare.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Bounds;
import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.testkit.Racing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is there, in the same order as the messages, and how many follow. */
interface PresencePromises extends StoreSubject {

  @Test
  default void enterUpdateAndLeaveStandInTheChannelsOrder() {
    channel("room").publish("before");
    PresenceChange entered = changed(channel("room").enter("ann", "c1", "hello"));
    PresenceChange updated = changed(channel("room").enter("ann", "c1", "away"));
    PresenceChange left = changed(channel("room").leave("ann", "c1"));
    long after = channel("room").publish("after").get(0).position().offset();

    assertThat(List.of(entered, updated, left))
        .extracting(PresenceChange::action)
        .containsExactly(
            PresenceChange.Action.ENTER, PresenceChange.Action.UPDATE, PresenceChange.Action.LEAVE);
    assertThat(List.of(entered, updated, left))
        .extracting(change -> change.position().offset())
        .containsExactly(2L, 3L, 4L);
    assertThat(List.of(entered, updated, left))
        .extracting(PresenceChange::members)
        .containsExactly(1, 1, 0);
    assertThat(after).isEqualTo(5);
  }

  @Test
  default void whatIsSoAlreadyChangesNothing() {
    PresenceChange entered = changed(channel("room").enter("ann", "c1", "hello"));

    assertThat(channel("room").enter("ann", "c1", "hello"))
        .isEqualTo(new PresentReply.Unchanged(entered.position()));
    assertThat(channel("room").leave("bob", "c9")).isInstanceOf(PresentReply.Unchanged.class);
    assertThat(channel("room").entries()).hasSize(1);
  }

  @Test
  default void aClientIsThereOnceForEachConnection() {
    channel("room").enter("ann", "c1", "at home");
    channel("room").enter("ann", "c2", "at work");
    channel("room").leave("ann", "c1");

    assertThat(members(channel("room"), 10))
        .extracting(member -> member.connection().text())
        .containsExactly("c2");
  }

  @Test
  default void racingEntersOfOneConnectionAreOneEntry() {
    List<PresentReply> replies =
        Racing.race(20, thread -> channel("room").enter("ann", "c1", "hello"));

    assertThat(replies).filteredOn(PresentReply.Changed.class::isInstance).hasSize(1);
    assertThat(members(channel("room"), 10)).hasSize(1);
  }

  @Test
  default void presenceIsReadInPagesThatMissNobody() {
    Racing.race(
        5,
        thread -> {
          for (int i = 0; i < 10; i++) {
            channel("room").enter("client " + thread + i, "c" + i, "data");
          }
          return thread;
        });

    List<PresenceMember> inSevens = members(channel("room"), 7);
    assertThat(inSevens).hasSize(50).doesNotHaveDuplicates();
    assertThat(inSevens).isEqualTo(members(channel("room"), 1_000));
    assertThat(channel("room").presence(7, Optional.empty()).total()).isEqualTo(50);
    assertThat(channel("room").presence(7, Optional.empty()).position())
        .isEqualTo(channel("room").status().head().top());
  }

  @Test
  default void aFullPresenceTakesNobodyMoreButLetsMembersChange() {
    Bounds two = new Bounds(10, 100_000, Duration.ofMinutes(2), 10, 100, false, 2);
    channel("room", two).enter("ann", "c1", "1");
    channel("room", two).enter("bob", "c2", "2");

    assertThat(channel("room", two).enter("eve", "c3", "3")).isEqualTo(new PresentReply.Full(2, 2));
    changed(channel("room", two).enter("ann", "c1", "changed"));
    changed(channel("room", two).leave("bob", "c2"));
    changed(channel("room", two).enter("eve", "c3", "3"));
  }

  @Test
  default void aFullPresenceTakesOtherConnectionsOfItsMembers() {
    Bounds two = new Bounds(10, 100_000, Duration.ofMinutes(2), 10, 100, false, 2);
    channel("room", two).enter("ann", "c1", "1");
    channel("room", two).enter("bob", "c2", "2");

    changed(channel("room", two).enter("ann", "c3", "3"));
    changed(channel("room", two).enter("bob", "c4", "4"));
    assertThat(channel("room", two).enter("eve", "c5", "5")).isEqualTo(new PresentReply.Full(2, 4));

    changed(channel("room", two).leave("ann", "c1"));
    assertThat(channel("room", two).enter("eve", "c5", "5")).isEqualTo(new PresentReply.Full(2, 3));
    changed(channel("room", two).leave("ann", "c3"));
    changed(channel("room", two).enter("eve", "c5", "5"));
  }

  @Test
  default void aDeadGatewaysMembersAndSubscribersAreReaped() {
    channel("room").enter("ann", "c1", 1, "data");
    channel("room").enter("bob", "c2", 2, "data");
    channel("room").enter("eve", "c3", 1, "data");
    channel("room").occupy(1, 5);
    channel("room").occupy(2, 3);

    List<Entry> leaves = channel("room").reap(1);

    assertThat(leaves)
        .extracting(Entry::presence)
        .extracting(PresenceChange::action)
        .containsOnly(PresenceChange.Action.LEAVE);
    assertThat(leaves)
        .extracting(leave -> leave.presence().member().client().text())
        .containsExactlyInAnyOrder("ann", "eve");
    assertThat(leaves).extracting(Entry::offset).containsExactly(4L, 5L);
    assertThat(members(channel("room"), 10))
        .extracting(member -> member.client().text())
        .containsExactly("bob");
    assertThat(channel("room").status().subscribers()).isEqualTo(3);
  }

  @Test
  default void whoCameBackOverAnotherGatewayIsNotReapedWithTheFirst() {
    channel("room").enter("ann", "c1", 1, "data");
    channel("room").enter("ann", "c1", 2, "data");

    assertThat(channel("room").reap(1)).isEmpty();
    assertThat(members(channel("room"), 10)).hasSize(1);
  }

  @Test
  default void subscribersAreCountedOverAllGateways() {
    assertThat(channel("room").occupy(1, 5)).isEqualTo(5);
    assertThat(channel("room").occupy(2, 2)).isEqualTo(7);
    assertThat(channel("room").occupy(1, 4)).isEqualTo(6);
    assertThat(channel("room").occupy(2, 0)).isEqualTo(4);
    assertThat(channel("room").status().subscribers()).isEqualTo(4);
  }

  @Test
  default void presenceNeverPushesMessagesOut() {
    Bounds few = new Bounds(5, 100_000, Duration.ofMinutes(2), 3, 100, false, 100);
    Position first = channel("room", few).publish("kept").get(0).position();
    for (int i = 0; i < 40; i++) {
      channel("room", few).enter("ann", "c1", "data " + i);
    }

    assertThat(channel("room", few).texts()).containsExactly("kept");
    assertThat(channel("room", few).after(first, 100).continuity()).isEqualTo(ReadPromises.FULL);
    assertThat(channel("room", few).after(first, 100).endOffset()).isEqualTo(41);
  }

  private static PresenceChange changed(PresentReply reply) {
    if (reply instanceof PresentReply.Changed changed) {
      return changed.entry().presence();
    }
    throw new AssertionError("Nothing was changed: " + reply);
  }

  private static List<PresenceMember> members(StoredChannel channel, int limit) {
    List<PresenceMember> members = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      PresencePage page = channel.presence(limit, cursor);
      members.addAll(page.members());
      cursor = page.next();
    } while (cursor.isPresent());
    return members;
  }
}
