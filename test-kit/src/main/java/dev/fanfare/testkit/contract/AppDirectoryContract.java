package dev.fanfare.testkit.contract;

import static dev.fanfare.testkit.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Subscription;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.ApiKey;
import dev.fanfare.protocol.App.Credential;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.Racing;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every {@link AppDirectory} promises. */
public abstract class AppDirectoryContract {
  private final String unique = "t-" + UUID.randomUUID();
  private final AppId shop = new AppId(unique);
  private final KeyId shopKey = new KeyId(unique + ".key");

  /** The directory, the same one during a test. */
  protected abstract AppDirectory directory();

  /** Brings a snapshot to the directory, by whatever way they take; it may arrive later. */
  protected abstract void bring(App app);

  /** Takes an app away, by the same way. */
  protected abstract void takeAway(AppId app);

  @Test
  void anAppIsFoundByItsIdAndItsKeys() {
    App app = app(1, key(shopKey, false), secret(new KeyId(unique + ".signing")));
    bring(app);

    until("it is found", () -> directory().app(shop).isPresent());
    assertThat(directory().app(shop)).contains(app);
    assertThat(directory().byKey(shopKey)).contains(app);
    assertThat(directory().byKey(new KeyId(unique + ".signing"))).contains(app);
  }

  @Test
  void whatIsUnknownIsNotFound() {
    bring(app(1, key(shopKey, false)));
    until("the app is found", () -> directory().app(shop).isPresent());

    assertThat(directory().app(new AppId(unique + "1"))).isEmpty();
    assertThat(directory().byKey(new KeyId(unique))).isEmpty();
    assertThat(directory().byKey(new KeyId(unique + ".KEY"))).isEmpty();
    assertThat(directory().originKnown("https://" + unique + ".example")).isFalse();
  }

  @Test
  void revokedKeysAreFoundToo() {
    bring(app(1, key(shopKey, true)));

    until("the key is found", () -> directory().byKey(shopKey).isPresent());
    assertThat(directory().byKey(shopKey).orElseThrow().credential(shopKey).orElseThrow().revoked())
        .isTrue();
  }

  @Test
  void theNewestSnapshotHoldsWhateverTheOrderInWhichTheyCome() {
    KeyId newKey = new KeyId(unique + ".new");
    bring(app(1, key(shopKey, false)));
    bring(app(3, key(newKey, false)));
    bring(app(2, key(shopKey, false)));
    bring(app(3, key(shopKey, false)));

    until(
        "the third is there",
        () -> directory().app(shop).filter(a -> a.version() == 3).isPresent());
    assertThat(directory().byKey(newKey)).isPresent();
    assertThat(directory().byKey(shopKey)).isEmpty();
  }

  @Test
  void listenersHearEachNewSnapshotInOrder() {
    List<App> heard = new CopyOnWriteArrayList<>();
    try (Subscription listening = directory().onChange(app -> keepOwn(app, heard))) {
      assertThat(listening).isNotNull();
      bring(app(1));
      bring(app(2));
      bring(app(1));
      bring(app(3));

      until(
          "the third is heard",
          () -> !heard.isEmpty() && heard.get(heard.size() - 1).version() == 3);
      assertThat(heard).extracting(App::version).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void whenAListenerHearsOfASnapshotTheDirectoryAnswersWithItOrANewerOne() {
    List<Boolean> known = new CopyOnWriteArrayList<>();
    try (Subscription listening =
        directory()
            .onChange(
                app ->
                    known.add(
                        directory()
                            .app(app.id())
                            .filter(now -> now.version() >= app.version())
                            .isPresent()))) {
      assertThat(listening).isNotNull();
      for (int version = 1; version <= 10; version++) {
        bring(app(version));
      }

      until(
          "something is heard",
          () -> directory().app(shop).filter(a -> a.version() == 10).isPresent());
      assertThat(known).doesNotContain(false);
    }
  }

  @Test
  void aRemovedAppIsToldAsOneThatIsNotEnabledAndIsNotFound() {
    List<App> heard = new CopyOnWriteArrayList<>();
    bring(app(1, key(shopKey, false)));
    until("it is found", () -> directory().app(shop).isPresent());
    try (Subscription listening = directory().onChange(app -> keepOwn(app, heard))) {
      assertThat(listening).isNotNull();
      takeAway(shop);

      until("it is heard", () -> !heard.isEmpty());
      assertThat(heard).hasSize(1);
      assertThat(heard.get(0).enabled()).isFalse();
      assertThat(heard.get(0).id()).isEqualTo(shop);
      assertThat(directory().app(shop)).isEmpty();
      assertThat(directory().byKey(shopKey)).isEmpty();
    }
  }

  @Test
  void whoHasClosedHearsNothingMore() {
    List<App> closed = new CopyOnWriteArrayList<>();
    List<App> open = new CopyOnWriteArrayList<>();
    Subscription closing = directory().onChange(closed::add);
    try (Subscription staying = directory().onChange(app -> keepOwn(app, open))) {
      assertThat(staying).isNotNull();
      closing.close();
      closing.close();
      bring(app(1));

      until("the open one has heard", () -> !open.isEmpty());
      assertThat(closed).isEmpty();
    }
  }

  @Test
  void originsAreKnownAsTheyAreWritten() {
    String origin = "https://" + unique + ".example";
    bring(withOrigins(1, List.of(origin)));

    until("the origin is known", () -> directory().originKnown(origin));
    assertThat(directory().originKnown("http://" + unique + ".example")).isFalse();
    assertThat(directory().originKnown(origin + ".evil.example")).isFalse();
    assertThat(directory().originKnown(origin + ":8443")).isFalse();

    bring(withOrigins(2, List.of()));
    until("the origin is forgotten", () -> !directory().originKnown(origin));
  }

  @Test
  void anAppForAllOriginsLetsEveryOriginThroughTheFirstSieve() {
    bring(withOrigins(1, List.of("*")));

    until("any origin is known", () -> directory().originKnown("https://" + unique + ".anywhere"));
    takeAway(shop);
    until("no more", () -> !directory().originKnown("https://" + unique + ".anywhere"));
  }

  @Test
  void racingSnapshotsEndWithTheNewestAndNoListenerHearsTwoAtOnce() {
    List<App> heard = new CopyOnWriteArrayList<>();
    try (Subscription listening = directory().onChange(app -> keepOwn(app, heard))) {
      assertThat(listening).isNotNull();
      Racing.race(
          6,
          thread -> {
            for (int i = 0; i < 30; i++) {
              bring(app(1 + i * 6L + thread, key(shopKey, false)));
            }
            return thread;
          });

      until(
          "the newest is there",
          () -> directory().app(shop).filter(a -> a.version() == 180).isPresent());
      until(
          "the newest is heard",
          () -> !heard.isEmpty() && heard.get(heard.size() - 1).version() == 180);
      assertThat(heard).extracting(App::version).isSorted().doesNotHaveDuplicates();
      assertThat(directory().byKey(shopKey)).isEqualTo(directory().app(shop));
    }
  }

  /** Others may use the same directory. */
  private void keepOwn(App app, List<App> list) {
    if (app.id().equals(shop)) {
      list.add(app);
    }
  }

  private App app(long version, Credential... credentials) {
    return new App(
        shop, version, "Shop", true, Limits.DEFAULT, List.of(credentials), List.of(), List.of());
  }

  private App withOrigins(long version, List<String> origins) {
    return new App(shop, version, "Shop", true, Limits.DEFAULT, List.of(), List.of(), origins);
  }

  private static Credential key(KeyId id, boolean revoked) {
    return new ApiKey(id, new byte[32], Capabilities.ALL, revoked);
  }

  private static Credential secret(KeyId id) {
    return new SigningSecret(id, new byte[32], Capabilities.NONE, false, false);
  }
}
