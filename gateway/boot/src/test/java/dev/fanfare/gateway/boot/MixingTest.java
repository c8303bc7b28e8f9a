package dev.fanfare.gateway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.testkit.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishes in every dialect and receives in every other, by the table of docs/spec/mixing.md. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class MixingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TABLE =
      Path.of(System.getProperty("fanfare.root", "../.."), "docs/spec/mixing.md");

  private final List<DevServer> servers = new ArrayList<>();
  private Optional<MixedRoom> opened = Optional.empty();

  /** A row, published in one of the ways that it names. */
  record Case(String number, String way, String pushed, String raw, String pusher) {
    @Override
    public String toString() {
      return number + " by " + way;
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    DevServer server = DevServer.start(folder, "--port", "0");
    servers.add(server);
    opened = Optional.of(new MixedRoom(server.port(), "private-mixing"));
  }

  @AfterAll
  void stop() {
    opened.ifPresent(MixedRoom::close);
    servers.forEach(DevServer::close);
  }

  static Stream<Case> cases() throws IOException {
    return Files.readAllLines(TABLE, UTF_8).stream()
        .filter(line -> line.startsWith("| MIX-"))
        .map(line -> line.substring(1, line.length() - 1).split(" \\| ", -1))
        .flatMap(
            cells ->
                Arrays.stream(cells[2].split(", ", -1))
                    .map(
                        way ->
                            new Case(
                                cells[0].strip(),
                                way.strip(),
                                cells[3].replace("`", "").strip(),
                                cells[4].replace("`", "").strip(),
                                cells[5].replace("`", "").strip())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Spec({"MIX-1", "MIX-2", "MIX-3", "MIX-4", "MIX-5", "MIX-6", "MIX-7", "MIX-8"})
  void everybodyGetsWhatAnyonePublishes(Case row) throws Exception {
    MixedRoom room = opened.orElseThrow();
    JsonNode pushed = JSON.readTree(row.pushed());
    Optional<String> name =
        pushed.has("n") ? Optional.of(pushed.path("n").asText()) : Optional.empty();

    publish(room, row.way(), name, pushed);

    assertThat(parts(room.nativePush(), "n", "d", "s", "b")).as("native").isEqualTo(pushed);
    assertThat(parts(room.streamed(), "n", "d", "s", "b")).as("SSE").isEqualTo(pushed);
    assertThat(parts(room.polled(), "n", "d", "s", "b")).as("long poll").isEqualTo(pushed);
    if (row.raw().startsWith("bytes ")) {
      assertThat(room.rawBytes()).as("raw").isEqualTo(row.raw().substring("bytes ".length()));
    } else {
      assertThat(room.rawText()).as("raw").isEqualTo(row.raw().substring("text ".length()));
    }
    assertThat(parts(room.pusherEvent(), "event", "data"))
        .as("Pusher")
        .isEqualTo(JSON.readTree(row.pusher()));
  }

  private static void publish(MixedRoom room, String way, Optional<String> name, JsonNode pushed) {
    JsonNode data = pushed.path("d");
    String kind = pushed.has("s") ? "text" : pushed.has("b") ? "binary" : "json";
    switch (way) {
      case "native" -> room.publishNatively(name, kind, data);
      case "REST" -> room.publishByRest(name, kind, data);
      case "raw" -> room.publishRaw(kind, data.asText());
      case "raw JSON" -> room.publishRawJson(data.toString());
      case "Pusher HTTP" ->
          room.publishByPusher(
              name.orElseThrow(), kind.equals("json") ? data.toString() : data.asText());
      case "Pusher client" -> room.triggerByPusher(name.orElseThrow(), data);
      default -> throw new AssertionError("The table names an unknown way: " + way);
    }
  }

  private static JsonNode parts(String json, String... names) throws JsonProcessingException {
    JsonNode whole = JSON.readTree(json);
    ObjectNode parts = JSON.createObjectNode();
    for (String name : names) {
      if (whole.has(name)) {
        parts.set(name, whole.get(name));
      }
    }
    return parts;
  }
}
