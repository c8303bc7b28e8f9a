package dev.fanfare.gateway.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.edge.carried.CarriedOptions;
import dev.fanfare.gateway.edge.gate.AdmissionOptions;
import dev.fanfare.gateway.edge.http.HttpOptions;
import dev.fanfare.gateway.edge.websocket.WebSocketOptions;
import dev.fanfare.gateway.limits.StoreLoad;
import dev.fanfare.gateway.session.SessionSettings;
import dev.fanfare.protocol.Limits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made from the records says what the records say. */
class GeneratedFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("fanfare.root", "../.."));

  @Test
  void theSampleFileIsUpToDate() throws IOException {
    assertThat(ROOT.resolve("fanfare.example.yaml"))
        .as("make it anew: ./fanfare config sample > fanfare.example.yaml")
        .hasContent(SampleFile.text());
  }

  @Test
  void theReferencePageIsUpToDate() throws IOException {
    assertThat(ROOT.resolve("docs/guide/configuration.md"))
        .as("make it anew: ./fanfare config reference > docs/guide/configuration.md")
        .hasContent(ReferencePage.text());
  }

  @Test
  void theSampleFileSaysTheStandards() throws IOException {
    // The database's address is a sample: the sample app has a webhook, which needs one.
    String text =
        Files.readString(ROOT.resolve("fanfare.example.yaml"))
            .replace("  url: jdbc:postgresql://127.0.0.1:5432/fanfare\n", "");
    Loaded loaded = new ConfigFile(name -> Optional.of("a secret")).parse("sample", text);

    assertThat(loaded).isInstanceOf(Loaded.Accepted.class);
    assertThat(((Loaded.Accepted) loaded).config().startsLike(ConfigFile.standard())).isTrue();
  }

  @Test
  void theStandardsOfTheEdgeAreItsOwn() {
    FanfareConfig standard = ConfigFile.standard();

    assertThat(standard.limits())
        .isEqualTo(
            new FanfareConfig.GatewayLimits(
                AdmissionOptions.DEFAULT.connections(),
                AdmissionOptions.DEFAULT.strangers(),
                AdmissionOptions.DEFAULT.strangersPerAddress(),
                HttpOptions.DEFAULT.headDeadline(),
                SessionSettings.DEFAULT.authenticateWithin(),
                new ByteSize(HttpOptions.DEFAULT.headerBytes()),
                AdmissionOptions.DEFAULT.opensPerSecond(),
                CarriedOptions.DEFAULT.sessions(),
                new ByteSize(Math.toIntExact(StoreLoad.DEFAULT.connectionBytes())),
                new ByteSize(Math.toIntExact(StoreLoad.DEFAULT.appBytes())),
                StoreLoad.DEFAULT.readsPerSecond()));
    assertThat(CarriedOptions.DEFAULT.strangersPerAddress())
        .isEqualTo(AdmissionOptions.DEFAULT.strangersPerAddress());
    assertThat(standard.heartbeat().every()).isEqualTo(WebSocketOptions.DEFAULT.heartbeat());
  }

  @Test
  void theLimitsThatThePageNamesAreThoseThatHold() throws ReflectiveOperationException {
    for (RecordComponent component : AppLimits.class.getRecordComponents()) {
      String said = Binder.setting(component).otherwise();
      int limit = (int) Limits.class.getMethod(component.getName()).invoke(Limits.DEFAULT);
      String kind = component.getGenericType().getTypeName();
      Object read =
          kind.contains("ByteSize")
              ? Scalar.of(ByteSize.class).orElseThrow().read().apply(said).orElseThrow()
              : new ByteSize(Integer.parseInt(said));
      assertThat(read).as(component.getName()).isEqualTo(new ByteSize(limit));
    }
  }
}
