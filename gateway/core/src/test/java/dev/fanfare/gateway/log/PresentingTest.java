package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.log.LogChange.PresentReply.Changed;
import dev.fanfare.gateway.log.LogChange.PresentReply.Full;
import dev.fanfare.gateway.log.LogChange.PresentReply.Unchanged;
import dev.fanfare.gateway.log.LogChange.Reap;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceChange.Action;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.PresencePage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresentingTest {
  private final LogOnTheBench bench = new LogOnTheBench();

  @Test
  void whoComesIsTold() {
    PresenceChange change = change(bench.enter("alice", "here"));

    assertThat(change.action()).isEqualTo(Action.ENTER);
    assertThat(change.members()).isEqualTo(1);
    assertThat(change.member().data()).contains(Payload.text("here"));
    assertThat(change.position()).isEqualTo(bench.top());
  }

  @Test
  void whoIsThereWithTheSameDataChangesNothing() {
    bench.enter("alice", "here");
    assertThat(bench.enter("alice", "here")).isEqualTo(new Unchanged(bench.top()));
    assertThat(bench.top().offset()).isEqualTo(1);
  }

  @Test
  void whoIsThereWithOtherDataIsAnUpdate() {
    bench.enter("alice", "here");
    PresenceChange change = change(bench.enter("alice", "away"));

    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.members()).isEqualTo(1);
    assertThat(members()).singleElement().isEqualTo(change.member());
  }

  @Test
  void whoLeavesIsToldWithWhatItSaidAtLast() {
    bench.enter("alice", "here");
    PresenceChange change = change(bench.leave("alice"));

    assertThat(change.action()).isEqualTo(Action.LEAVE);
    assertThat(change.members()).isZero();
    assertThat(change.member().data()).contains(Payload.text("here"));
    assertThat(bench.leave("alice")).isEqualTo(new Unchanged(bench.top()));
  }

  @Test
  void presenceAndMessagesShareOneOrder() {
    bench.publish("a");
    bench.enter("alice", "x");
    bench.publish("b");

    assertThat(LogOnTheBench.texts(bench.after(dev.fanfare.protocol.Position.NONE).entries()))
        .containsExactly("a", "ENTER alice", "b");
  }

  @Test
  void aMembersOtherConnectionsTakeNobodysPlace() {
    bench.bounds = new Bounds(10, 100_000, Duration.ofMinutes(2), 10, 0, false, 1);
    for (int i = 1; i <= 10; i++) {
      assertThat(bench.enter("alice", "alice-" + i, 100, "x")).isInstanceOf(Changed.class);
    }

    assertThat(bench.enter("alice", "alice-11", 100, "x")).isEqualTo(new Full(1, 10));
    assertThat(bench.enter("alice", "alice-10", 100, "y")).isInstanceOf(Changed.class);
    bench.leave("alice", "alice-1");
    assertThat(bench.enter("bob", "x")).isEqualTo(new Full(1, 9));
    assertThat(bench.enter("alice", "alice-11", 100, "x")).isInstanceOf(Changed.class);
  }

  @Test
  void onlySoManyMayBePresent() {
    bench.bounds = new Bounds(10, 100_000, Duration.ofMinutes(2), 10, 0, false, 2);
    bench.enter("alice", "x");
    bench.enter("bob", "x");

    assertThat(bench.enter("carol", "x")).isEqualTo(new Full(2, 2));
    assertThat(bench.enter("bob", "y")).isInstanceOf(Changed.class);
    bench.leave("alice");
    assertThat(bench.enter("carol", "x")).isInstanceOf(Changed.class);
  }

  @Test
  void anotherGatewayTakesAnEntryOverWithoutAWord() {
    bench.enter("alice", "alice-1", 100, "x");
    assertThat(bench.enter("alice", "alice-1", 200, "x")).isInstanceOf(Unchanged.class);

    assertThat(bench.apply(new Reap(100)).leaves()).isEmpty();
    assertThat(members()).hasSize(1);
    assertThat(bench.apply(new Reap(200)).leaves()).hasSize(1);
    assertThat(members()).isEmpty();
  }

  @Test
  void aDeadGatewaysEntriesAndSubscribersEnd() {
    bench.enter("alice", "alice-1", 100, "x");
    bench.enter("alice", "alice-2", 200, "x");
    bench.enter("bob", "bob-1", 100, "x");
    bench.apply(new LogChange.Occupy(100, 3));
    List<Entry> leaves = bench.apply(new Reap(100)).leaves();

    assertThat(LogOnTheBench.texts(leaves)).containsExactly("LEAVE alice", "LEAVE bob");
    assertThat(leaves).extracting(leave -> leave.presence().members()).containsExactly(2, 1);
    assertThat(bench.log.subscribers()).isZero();
    assertThat(bench.facts)
        .extracting(fact -> fact.getClass().getSimpleName())
        .containsExactly("MemberRemoved", "Subscribers", "Vacated");
    assertThat(bench.apply(new Reap(100)).leaves()).isEmpty();
  }

  @Test
  void aClientIsAddedWithItsFirstEntryAndRemovedWithItsLast() {
    bench.enter("alice", "alice-1", 100, "x");
    assertThat(bench.facts).singleElement().isInstanceOf(Fact.MemberAdded.class);
    bench.enter("alice", "alice-2", 100, "x");
    assertThat(bench.facts).isEmpty();
    bench.leave("alice", "alice-1");
    assertThat(bench.facts).isEmpty();
    bench.leave("alice", "alice-2");
    assertThat(bench.facts)
        .singleElement()
        .isInstanceOfSatisfying(
            Fact.MemberRemoved.class,
            fact -> assertThat(fact.client()).isEqualTo(new ClientId("alice")));
  }

  @Test
  void whoIsPresentIsReadInPagesInOneOrder() {
    for (String client : List.of("dora", "alice", "carol", "bob", "eve")) {
      bench.enter(client, "x");
    }
    bench.enter("alice", "alice-0", 1, "x");
    List<String> read = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      PresencePage page = page(Optional.empty(), 2, cursor);
      assertThat(page.total()).isEqualTo(6);
      assertThat(page.position()).isEqualTo(bench.top());
      page.members().forEach(member -> read.add(member.connection().text()));
      cursor = page.next();
    } while (cursor.isPresent());

    assertThat(read).containsExactly("alice-0", "alice-1", "bob-1", "carol-1", "dora-1", "eve-1");
  }

  @Test
  void oneClientsEntriesAreReadAlone() {
    bench.enter("al", "x");
    bench.enter("alice", "alice-1", 1, "x");
    bench.enter("alice", "alice-2", 1, "x");
    bench.enter("alicia", "x");
    Optional<ClientId> alice = Optional.of(new ClientId("alice"));
    PresencePage first = page(alice, 1, Optional.empty());
    PresencePage second = page(alice, 1, first.next());

    assertThat(first.total()).isEqualTo(2);
    assertThat(first.members().get(0).connection()).hasToString("alice-1");
    assertThat(second.members().get(0).connection()).hasToString("alice-2");
    assertThat(second.next()).isEmpty();
    assertThat(page(Optional.of(new ClientId("nobody")), 1, Optional.empty()).total()).isZero();
  }

  @Test
  void aPageGoesOnAlthoughTheLastOneReadIsGone() {
    bench.enter("alice", "x");
    bench.enter("bob", "x");
    PresencePage first = page(Optional.empty(), 1, Optional.empty());
    bench.leave("alice");

    assertThat(page(Optional.empty(), 1, first.next()).members())
        .extracting(member -> member.client().text())
        .containsExactly("bob");
  }

  @Test
  void aCursorThatNobodyGaveOutIsKnownAsSuchAndReadsNothing() {
    bench.enter("alice", "x");
    for (String cursor : List.of("", "!", "YQ", "é", "a".repeat(400), "LQphCmI")) {
      assertThat(PresenceCursor.isValid(cursor)).isFalse();
      PresencePage page = page(Optional.empty(), 1, Optional.of(cursor));
      assertThat(page.members()).isEmpty();
      assertThat(page.next()).isEmpty();
    }
  }

  private List<PresenceMember> members() {
    return page(Optional.empty(), 100, Optional.empty()).members();
  }

  private PresencePage page(Optional<ClientId> client, int limit, Optional<String> cursor) {
    return bench.read(new LogQuery.Presence(client, limit, cursor));
  }

  private static PresenceChange change(PresentReply reply) {
    if (reply instanceof Changed(Entry entry)) {
      return entry.presence();
    }
    throw new AssertionError("Not changed: " + reply);
  }
}
