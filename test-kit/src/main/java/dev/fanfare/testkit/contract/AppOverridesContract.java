package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.await;
import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.AppOverrides;
import dev.fanfare.gateway.port.AppOverrides.AppOverride;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.AppId;
import dev.fanfare.testkit.Racing;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What all {@link AppOverrides} promise. */
public abstract class AppOverridesContract {
  private final AppId app = new AppId("t-" + UUID.randomUUID());

  /** The changes as one gateway knows them. */
  protected abstract AppOverrides overrides();

  /** The same as another gateway knows them; within one process it may be the very same. */
  protected abstract AppOverrides otherOverrides();

  @Test
  void everyGatewayHearsOfEveryChangeInOrder() {
    List<AppOverride> heard = new CopyOnWriteArrayList<>();
    try (Subscription listening = otherOverrides().onChange(change -> keepOwn(change, heard))) {
      assertThat(listening).isNotNull();
      assertThat(await(overrides().replace(change(1, "{\"a\":\"\u00e9\"}")))).isTrue();
      until("it is heard", () -> heard.size() == 1);
      assertThat(await(otherOverrides().replace(change(2, "{}")))).isTrue();
      until("both are heard", () -> heard.size() == 2);
    }

    assertThat(heard).containsExactly(change(1, "{\"a\":\"\u00e9\"}"), change(2, "{}"));
    until("all know it", () -> overrides().of(app).equals(otherOverrides().of(app)));
    assertThat(overrides().of(app)).contains(change(2, "{}"));
    assertThat(overrides().all()).contains(change(2, "{}"));
  }

  @Test
  void aChangeOfAnotherVersionIsRefused() {
    assertThat(await(overrides().replace(change(2, "{}")))).isFalse();
    assertThat(overrides().of(app)).isEmpty();
    assertThat(await(overrides().replace(change(1, "{}")))).isTrue();
    assertThat(await(otherOverrides().replace(change(1, "{\"b\":1}")))).isFalse();

    until("the other one knows better now", () -> otherOverrides().of(app).isPresent());
    assertThat(overrides().of(app)).contains(change(1, "{}"));
  }

  @Test
  void ofManyWhoChangeAtOnceOneDoes() {
    List<Boolean> outcomes =
        Racing.race(8, thread -> await(overrides().replace(change(1, "{\"n\":" + thread + "}"))));

    assertThat(outcomes.stream().filter(done -> done)).hasSize(1);
  }

  private AppOverride change(long version, String document) {
    return new AppOverride(app, version, document);
  }

  /** Others may change apps too. */
  private void keepOwn(AppOverride change, List<AppOverride> list) {
    if (change.app().equals(app)) {
      list.add(change);
    }
  }
}
