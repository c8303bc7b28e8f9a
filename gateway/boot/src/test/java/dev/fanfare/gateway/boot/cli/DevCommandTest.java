package dev.fanfare.gateway.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.boot.config.StoreConfig;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevCommandTest {
  private final Terminal terminal = new Terminal();

  @Test
  void itSaysWhereEverythingIsAndEndsWhenTold() {
    int code = terminal.types("dev");

    assertThat(code).isZero();
    assertThat(terminal.drained).containsExactly("PT20S");
    assertThat(terminal.printed())
        .contains("http://localhost:4711/")
        .contains("ws://localhost:4711/v1/connect")
        .contains("http://localhost:4712/metrics")
        .contains("1001   key dev   secret dev-secret")
        .contains("new Pusher('dev', {cluster: '', wsHost: 'localhost', wsPort: 4711,")
        .contains("curl -u dev:dev-secret http://localhost:4711/v1/channels/demo:chat/messages");
    assertThat(terminal.extra)
        .extracting(dialect -> dialect.name())
        .containsExactly("demo", "operator");
  }

  @Test
  void theReadyAppMayDoEverythingAndIsOpenToSubscribers() {
    terminal.types("dev");

    App app = app("1001");
    App.SigningSecret secret = (App.SigningSecret) app.credential(new KeyId("dev")).orElseThrow();
    assertThat(secret.presentable()).isTrue();
    assertThat(secret.capabilities().allows(Operation.ADMIN, new ChannelName("a:b"))).isTrue();
    assertThat(app.ruleOf(new ChannelName("anything")).publicSubscribe()).isTrue();
    assertThat(app.ruleOf(new ChannelName("demo:chat")).history().age()).hasDays(1);
  }

  @Test
  void appsOfTheCommandLineStandBesideIt() {
    int code = terminal.types("dev", "--app", "77:my.key:s3cret/with+more=", "--app", "78:k:s");

    assertThat(code).isZero();
    App app = app("77");
    App.SigningSecret secret =
        (App.SigningSecret) app.credential(new KeyId("my.key")).orElseThrow();
    assertThat(new String(secret.secret(), StandardCharsets.UTF_8)).isEqualTo("s3cret/with+more=");
    assertThat(app.ruleOf(new ChannelName("x")).publicSubscribe()).isTrue();
    assertThat(app("78").name()).isEqualTo("App 78");
    assertThat(app("1001").name()).isEqualTo("Development");
  }

  @Test
  void theReadyAppStepsAsideForOneWithItsName() {
    terminal.types("dev", "--app", "1001:mine:s", "--app", "1002:dev-2:s");

    assertThat(app("1001").name()).isEqualTo("App 1001");
    assertThat(app("1003").credential(new KeyId("dev-3"))).isPresent();
  }

  @Test
  void whereOthersCanConnectTheReadySecretIsRandom() {
    terminal.types("dev", "--host", "0.0.0.0");

    assertThat(terminal.printed())
        .doesNotContain("dev-secret")
        .containsPattern("key dev {3}secret [A-Za-z0-9_-]{43}")
        .contains("Others can reach this server");
  }

  @Test
  void flagsWinOverTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f.yaml"), "server: {port: 1, host: '::1'}");

    terminal.types(
        "dev",
        "--config",
        file.toString(),
        "--port",
        "0",
        "--management-port",
        "2",
        "--log",
        "warn");

    assertThat(terminal.startedWith.orElseThrow().server().host()).isEqualTo("::1");
    assertThat(terminal.startedWith.orElseThrow().server().port()).isZero();
    assertThat(terminal.startedWith.orElseThrow().management().port()).isEqualTo(2);
    assertThat(terminal.startedWith.orElseThrow().logging().level()).hasToString("WARN");
  }

  @Test
  void theRealStoreIsOneMemberOnAFreePortOfLoopback() {
    terminal.types("dev", "--store", "hazelcast");

    StoreConfig store = terminal.startedWith.orElseThrow().store();
    assertThat(store.type()).isEqualTo(StoreConfig.Type.EMBEDDED);
    assertThat(store.host()).isEqualTo("127.0.0.1");
    assertThat(store.port()).isGreaterThan(1023);
  }

  @Test
  void aMistakeInTheFileIsOneLineWithItsPlace(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f.yaml"), "server:\n  prot: 1\n");

    assertThat(terminal.types("dev", "--config", file.toString())).isEqualTo(1);
    assertThat(terminal.complained().strip())
        .isEqualTo(
            file + ":2:3: 'server' has no key 'prot' (its value: '1'). Did you mean 'port'?");
    assertThat(terminal.startedWith).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--app 1:2 | an app is id:key:secret",
        "--app 1:2:3:4 | an app is id:key:secret",
        "--app one:k:hush | the id of an app is a number",
        "--app 1:k/k:hush | the key of app 1 must be",
        "--app 1::hush | the key of app 1 must be",
        "--app 1:k: | the secret of app 1 must be",
        "--port 65536 | '65536' is not a port",
        "--port x | 'x' is not a port",
        "--management-port -1 | '-1' is not a port",
        "--log loud | 'loud' is not one of error, warn",
        "--store redis | 'redis' is not memory or hazelcast",
        "--prot 1 | Did you mean --port?",
        "extra | Unmatched argument",
        "--config | Missing required parameter"
      })
  void whatIsNotUnderstoodIsSaidInOneLine(String arguments, String sentence) {
    int code = terminal.types(("dev " + arguments).strip().split(" ", -1));

    assertThat(code).isEqualTo(2);
    assertThat(terminal.complained().strip())
        .startsWith("fanfare: ")
        .contains(sentence)
        .endsWith("See './fanfare dev --help'.")
        .doesNotContain("hush", "\n");
  }

  @Test
  void twoAppsWithOneNameAreRefused() {
    assertThat(terminal.types("dev", "--app", "7:k:s", "--app", "7:l:s")).isEqualTo(2);
    assertThat(terminal.complained()).isEqualTo("fanfare: The app id '7' is given twice.\n");
  }

  @Test
  void aTakenPortIsSaidInOneLine() {
    terminal.startFails =
        java.util.Optional.of(
            new IOException(
                "Cannot listen on 127.0.0.1:8080", new BindException("Address already in use")));

    assertThat(terminal.types("dev")).isEqualTo(1);
    assertThat(terminal.complained().strip())
        .isEqualTo(
            "fanfare: Cannot listen on 127.0.0.1:8080. Is something running there already?"
                + " --port and --management-port choose others, 0 any free one.");
  }

  private App app(String id) {
    return terminal.directory.orElseThrow().app(new AppId(id)).orElseThrow();
  }
}
