package dev.fanfare.gateway.dialect.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.log.Fact;
import dev.fanfare.gateway.log.LogChange;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.ChannelKey;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Spec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactsTest {
  private final World world = new World();

  @Test
  @Spec("PUS-41")
  void aPresenceChannelTellsWhoCameAndWent() {
    Pusher ann = world.connect().joinsAs("presence-p", "ann");
    world.connectElsewhere().joinsAs("presence-p", "ann").client().leaves();
    ann.client().leaves();

    assertThat(told("presence-p"))
        .filteredOn(fact -> !fact.startsWith("subscribers"))
        .containsExactlyInAnyOrder("occupied", "added ann", "removed ann", "vacated");
  }

  @Test
  @Spec("PUS-41")
  void aCacheMissIsToldOnce() {
    world.connect().subscribes("cache-a");
    world.connect().subscribes("cache-a");

    assertThat(told("cache-a")).filteredOn("missed"::equals).isNotEmpty();
  }

  @Test
  @Spec("PUS-41")
  void aClientEventIsToldWithItsSender() {
    Pusher ann = world.connect().joinsAs("presence-p", "ann");

    ann.triggers("presence-p", "client-e", "{\"a\":1}");

    assertThat(told("presence-p"))
        .contains("client-e {\"a\":1} by " + ann.socketId() + " as Optional[ann]");
  }

  @Test
  @Spec("PUS-41")
  void whereNoWebhookWantsThemClientEventsAreNoFacts() {
    AppOptions plain = new AppOptions(true, 10, Optional.empty(), false, false, false, List.of());
    world.change(true, Limits.DEFAULT, plain);

    world.connect().subscribesSigned("private-a").triggers("private-a", "client-e", "{}");

    assertThat(told("private-a")).noneMatch(fact -> fact.startsWith("client-"));
  }

  private List<String> told(String channel) {
    ChannelKey key = new ChannelKey(new AppId(World.APP), new ChannelName(channel));
    world.settle();
    return world.world().store().apply(key, new LogChange.ForgetFacts(0)).result().facts().stream()
        .map(FactsTest::text)
        .toList();
  }

  private static String text(Fact fact) {
    return switch (fact) {
      case Fact.Occupied occupied -> "occupied";
      case Fact.Vacated vacated -> "vacated";
      case Fact.MemberAdded added -> "added " + added.client();
      case Fact.MemberRemoved removed -> "removed " + removed.client();
      case Fact.CacheMissed missed -> "missed";
      case Fact.ClientEvent event ->
          event.event()
              + " "
              + event.payload().text()
              + " by "
              + event.connection()
              + " as "
              + event.client();
      case Fact.Subscribers subscribers -> "subscribers " + subscribers.count();
    };
  }
}
