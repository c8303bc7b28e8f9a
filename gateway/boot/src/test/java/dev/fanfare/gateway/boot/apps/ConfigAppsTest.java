package dev.fanfare.gateway.boot.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigAppsTest {
  private final MemoryAppDirectory directory = new MemoryAppDirectory();
  private final ConfigApps apps = new ConfigApps(directory);
  private final List<App> heard = new ArrayList<>();

  @Test
  void theAppsAreInTheDirectory() {
    ConfigApps.Change change = have(app("a", "key-a"), app("b", "key-b"));

    assertThat(change).isEqualTo(new ConfigApps.Change(2, 0, 0));
    assertThat(directory.byKey(new KeyId("key-b")).orElseThrow().id().text()).isEqualTo("b");
    assertThat(apps.size()).isEqualTo(2);
  }

  @Test
  void theSameAppsAgainAreNoNews() {
    have(app("a", "key-a"));
    long version = version("a");

    assertThat(have(app("a", "key-a"))).isEqualTo(new ConfigApps.Change(0, 0, 0));
    assertThat(version("a")).isEqualTo(version);
    assertThat(heard).isEmpty();
  }

  @Test
  void aChangedAppGetsAGreaterVersionAndIsTold() {
    have(app("a", "key-a"), app("b", "key-b"));
    long version = version("a");

    assertThat(have(revoked("a", "key-a"), app("b", "key-b")))
        .isEqualTo(new ConfigApps.Change(0, 1, 0));

    assertThat(version("a")).isGreaterThan(version);
    assertThat(heard).extracting(app -> app.id().text()).containsExactly("a");
    assertThat(heard.get(0).credentials().get(0).revoked()).isTrue();
  }

  @Test
  void aRemovedAppIsToldAsOneThatIsNotEnabled() {
    have(app("a", "key-a"), app("b", "key-b"));

    assertThat(have(app("b", "key-b"))).isEqualTo(new ConfigApps.Change(0, 0, 1));

    assertThat(directory.app(new AppId("a"))).isEmpty();
    assertThat(directory.byKey(new KeyId("key-a"))).isEmpty();
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).enabled()).isFalse();
  }

  @Test
  void anAppThatComesBackIsNewerThanItEverWas() {
    have(app("a", "key-a"));
    have();
    long told = heard.get(0).version();

    have(app("a", "key-a"));

    assertThat(version("a")).isGreaterThanOrEqualTo(told);
  }

  @Test
  void keysMayMoveFromAppToApp() {
    have(app("a", "one"), app("b", "two"), app("c", "three"));

    have(app("a", "two"), app("b", "three"), app("c", "one"));

    assertThat(directory.byKey(new KeyId("one")).orElseThrow().id().text()).isEqualTo("c");
    assertThat(directory.byKey(new KeyId("two")).orElseThrow().id().text()).isEqualTo("a");
    assertThat(directory.byKey(new KeyId("three")).orElseThrow().id().text()).isEqualTo("b");
  }

  @Test
  void aKeyMayMoveToAnAppThatStaysOtherwiseTheSame() {
    have(app("a", "one"), app("b", "two"));

    have(app("b", "two"), app("c", "one"));

    assertThat(directory.byKey(new KeyId("one")).orElseThrow().id().text()).isEqualTo("c");
  }

  /** From now on what changes is heard. */
  private ConfigApps.Change have(App... all) {
    ConfigApps.Change change = apps.replaceAll(List.of(all));
    if (!listening) {
      listening = true;
      directory.onChange(heard::add);
    }
    return change;
  }

  private boolean listening;

  private long version(String app) {
    return directory.app(new AppId(app)).orElseThrow().version();
  }

  private static App app(String id, String key, String... origins) {
    return app(id, new App.ApiKey(new KeyId(key), new byte[32], Capabilities.ALL, false), origins);
  }

  private static App revoked(String id, String key) {
    return app(id, new App.ApiKey(new KeyId(key), new byte[32], Capabilities.ALL, true));
  }

  private static App app(String id, App.Credential credential, String... origins) {
    return new App(
        new AppId(id),
        0,
        id,
        true,
        Limits.DEFAULT,
        List.of(credential),
        List.of(),
        List.of(origins));
  }
}
