package dev.fanfare.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.gateway.backend.memory.MemoryAppDirectory;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryAppDirectoryTest extends AppDirectoryContract {
  private final MemoryAppDirectory directory = new MemoryAppDirectory();

  @Override
  protected AppDirectory directory() {
    return directory;
  }

  @Override
  protected void bring(App app) {
    directory.put(app);
  }

  @Override
  protected void takeAway(AppId app) {
    directory.remove(app);
  }

  @Test
  void aKeyOfAnotherAppIsRefusedAndChangesNothing() {
    KeyId key = new KeyId("k");
    directory.put(app("1", 1, key));

    assertThatThrownBy(() -> directory.put(app("2", 1, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'k'");
    assertThat(directory.app(new AppId("2"))).isEmpty();
    assertThat(directory.byKey(key)).contains(app("1", 1, key));
  }

  @Test
  void itSaysWhetherASnapshotWasNews() {
    assertThat(directory.put(app("1", 2))).isTrue();
    assertThat(directory.put(app("1", 2))).isFalse();
    assertThat(directory.put(app("1", 1))).isFalse();
    assertThat(directory.remove(new AppId("1"))).isTrue();
    assertThat(directory.remove(new AppId("1"))).isFalse();
  }

  @Test
  void aListenerMayItselfPut() {
    List<String> heard = new ArrayList<>();
    directory.onChange(
        app -> {
          heard.add(app.id() + "/" + app.version());
          if (app.version() < 3) {
            directory.put(app(app.id().text(), app.version() + 1));
          }
        });

    directory.put(app("1", 1));

    assertThat(heard).containsExactly("1/1", "1/2", "1/3");
  }

  private static App app(String id, long version, KeyId... keys) {
    List<App.Credential> credentials = new ArrayList<>();
    for (KeyId key : keys) {
      credentials.add(new ApiKey(key, SECRET_HASH, Capabilities.ALL, false));
    }
    return new App(
        new AppId(id), version, "App", true, Limits.DEFAULT, credentials, List.of(), List.of());
  }

  private static final byte[] SECRET_HASH = new byte[32];
}
