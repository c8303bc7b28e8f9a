package dev.fanfare.gateway.boot.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigAppDirectoryTest {
  private final List<App> heard = new ArrayList<>();

  @Test
  void anAppIsFoundByItsIdAndItsKeys() {
    ConfigAppDirectory directory = directory(app("a", "key-a"), app("b", "key-b"));

    assertThat(directory.app(new AppId("a")).orElseThrow().id().text()).isEqualTo("a");
    assertThat(directory.byKey(new KeyId("key-b")).orElseThrow().id().text()).isEqualTo("b");
    assertThat(directory.byKey(new KeyId("key-c"))).isEmpty();
  }

  @Test
  void theSameAppsAgainAreNoNews() {
    ConfigAppDirectory directory = directory(app("a", "key-a"));
    long version = version(directory, "a");

    ConfigAppDirectory.Change change = directory.replaceAll(List.of(app("a", "key-a")));

    assertThat(change).isEqualTo(new ConfigAppDirectory.Change(0, 0, 0));
    assertThat(version(directory, "a")).isEqualTo(version);
    assertThat(heard).isEmpty();
  }

  @Test
  void aChangedAppGetsAGreaterVersionAndIsTold() {
    ConfigAppDirectory directory = directory(app("a", "key-a"), app("b", "key-b"));
    long version = version(directory, "a");

    directory.replace(revoked("a", "key-a"));

    assertThat(version(directory, "a")).isGreaterThan(version);
    assertThat(heard).extracting(app -> app.id().text()).containsExactly("a");
    assertThat(heard.get(0).credentials().get(0).revoked()).isTrue();
  }

  @Test
  void aRemovedAppIsToldAsOneThatIsNotEnabled() {
    ConfigAppDirectory directory = directory(app("a", "key-a"), app("b", "key-b"));
    long version = version(directory, "a");

    ConfigAppDirectory.Change change = directory.replaceAll(List.of(app("b", "key-b")));

    assertThat(change).isEqualTo(new ConfigAppDirectory.Change(0, 0, 1));
    assertThat(directory.app(new AppId("a"))).isEmpty();
    assertThat(directory.byKey(new KeyId("key-a"))).isEmpty();
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).enabled()).isFalse();
    assertThat(heard.get(0).version()).isGreaterThan(version);
  }

  @Test
  void keysMayMoveFromAppToAppInOneChange() {
    ConfigAppDirectory directory = directory(app("a", "one"), app("b", "two"));

    directory.replaceAll(List.of(app("a", "two"), app("b", "one")));

    assertThat(directory.byKey(new KeyId("one")).orElseThrow().id().text()).isEqualTo("b");
    assertThat(directory.byKey(new KeyId("two")).orElseThrow().id().text()).isEqualTo("a");
  }

  @Test
  void originsAreThoseOfAllApps() {
    assertThat(directory(app("a", "k")).originKnown("https://x.example")).isFalse();
    assertThat(directory(app("a", "k", "https://x.example")).originKnown("https://x.example"))
        .isTrue();
    assertThat(directory(app("a", "k", "*")).originKnown("https://y.example")).isTrue();
  }

  @Test
  void aListenerThatClosedHearsNothingMore() {
    ConfigAppDirectory directory = new ConfigAppDirectory(List.of());
    directory.onChange(heard::add).close();

    directory.replace(app("a", "k"));

    assertThat(heard).isEmpty();
  }

  private ConfigAppDirectory directory(App... apps) {
    ConfigAppDirectory directory = new ConfigAppDirectory(List.of(apps));
    directory.onChange(heard::add);
    return directory;
  }

  private static long version(ConfigAppDirectory directory, String app) {
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
