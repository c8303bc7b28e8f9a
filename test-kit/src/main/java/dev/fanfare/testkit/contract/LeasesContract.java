package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.log.LogChange.PresentReply;
import dev.fanfare.gateway.port.ChannelStore;
import dev.fanfare.gateway.port.Leases;
import dev.fanfare.gateway.port.Leases.Beat;
import dev.fanfare.gateway.port.Leases.Lease;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.PresenceChange;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Leases} promises, together with the store that it belongs to. */
public abstract class LeasesContract {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final AppId app = new AppId("t-" + UUID.randomUUID());
  private final long mine = RANDOM.nextLong();
  private final long other = RANDOM.nextLong();

  /** The leases, the same ones during a test; they may be used by all tests of a class. */
  protected abstract Leases leases();

  /** The store whose changes they fence. */
  protected abstract ChannelStore store();

  /**
   * Lets time pass for leases and store, really or by a clock that moves by hand, while nobody
   * beats.
   */
  protected abstract void pass(Duration time);

  @Test
  void whoBeatsLives() {
    assertThat(beat(mine)).isInstanceOf(Beat.Held.class);
    pass(Duration.ofSeconds(8));
    assertThat(beat(mine)).isInstanceOf(Beat.Held.class);
    pass(Duration.ofSeconds(8));

    assertThat(beat(mine)).isInstanceOf(Beat.Held.class);
    assertThat(await(leases().gateways())).contains(new Lease(mine, "10.0.0.1:9"));
  }

  @Test
  void whoIsSilentIsDeadForEver() {
    beat(mine);
    pass(Duration.ofSeconds(12));
    until("the silent one is dead", () -> beat(other) instanceof Beat.Held && !names(mine));

    assertThat(beat(mine)).isInstanceOf(Beat.Lost.class);
    assertThat(room().enter("ann", "c1", mine, "late"))
        .isInstanceOf(PresentReply.Unavailable.class);
    assertThat(room().occupy(mine, 3)).isZero();
    assertThat(room().status().subscribers()).isZero();
    assertThat(room().presence(10, Optional.empty()).members()).isEmpty();
  }

  @Test
  void whatADeadGatewayAnsweredForEndsAndTheOthersStay() {
    beat(mine);
    beat(other);
    room().enter("ann", "c1", mine, "here");
    room().enter("bob", "c2", other, "here");
    room().occupy(mine, 3);
    room().occupy(other, 2);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(5));
      beat(other);
    }
    until("its subscribers are gone", () -> room().status().subscribers() == 2);
    until("its member is gone", () -> room().status().presenceMembers() == 1);

    List<Entry> entries = room().entries();
    PresenceChange last = entries.get(entries.size() - 1).presence();
    assertThat(last.action()).isEqualTo(PresenceChange.Action.LEAVE);
    assertThat(last.member().client().text()).isEqualTo("ann");
    assertThat(last.members()).isEqualTo(1);
  }

  @Test
  void whoEndsInAnOrderlyWayIsGoneAtOnce() {
    beat(mine);
    beat(other);
    room().enter("ann", "c1", mine, "here");
    await(leases().end(mine));
    until("its member is gone", () -> room().status().presenceMembers() == 0);

    assertThat(names(mine)).isFalse();
    assertThat(names(other)).isTrue();
    assertThat(beat(mine)).isInstanceOf(Beat.Lost.class);
  }

  @Test
  void whoNeverBeatsDiesToo() {
    room().enter("ann", "c1", mine, "here");
    pass(Duration.ofSeconds(12));

    until("its member is gone", () -> room().status().presenceMembers() == 0);
    assertThat(beat(mine)).isInstanceOf(Beat.Lost.class);
  }

  private Beat beat(long incarnation) {
    return await(leases().beat(new Lease(incarnation, "10.0.0.1:9")));
  }

  private boolean names(long incarnation) {
    return await(leases().gateways()).stream()
        .anyMatch(lease -> lease.incarnation() == incarnation);
  }

  private StoredChannel room() {
    return new StoredChannel(
        store(), new ChannelKey(app, new ChannelName("room")), StoredChannel.DEFAULT_BOUNDS);
  }
}
