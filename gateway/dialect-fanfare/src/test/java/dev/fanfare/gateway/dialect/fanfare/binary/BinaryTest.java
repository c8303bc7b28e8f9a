package dev.fanfare.gateway.dialect.fanfare.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.FanfareDialect;
import dev.fanfare.gateway.dialect.fanfare.FanfareOptions;
import dev.fanfare.gateway.dialect.fanfare.Repository;
import dev.fanfare.testkit.Spec;
import dev.fanfare.testkit.TestClient;
import dev.fanfare.testkit.TestGateway;
import dev.fanfare.testkit.transcript.Bindings;
import dev.fanfare.testkit.transcript.GatewayStage;
import dev.fanfare.testkit.transcript.Player;
import dev.fanfare.testkit.transcript.Transcript;
import dev.fanfare.testkit.transcript.TranscriptApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryTest {
  private static final HexFormat HEX = HexFormat.of();

  private final TestGateway.World world = new TestGateway.World(1, TranscriptApp.app());
  private final TestGateway gateway = new TestGateway(world, dialect(world));
  private final BinaryForm reading = new BinaryForm();
  private final String key = TranscriptApp.bindings(world.clock()).substitute("$key");

  static Stream<Transcript> transcripts() {
    return Transcript.ofFolder(Repository.file("test-kit/src/main/resources/transcripts/native"))
        .stream()
        .filter(transcript -> !transcript.name().contains("garbage")); // says what no JSON is
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  @Spec("BIN-5")
  void everyTranscriptMeansTheSameInThisForm(Transcript transcript) {
    GatewayStage stage = new GatewayStage(BinaryTest::dialect, new BinaryForm().form());

    new Player(stage, stage.bindings()).play(transcript);
  }

  @Test
  @Spec("BIN-1")
  void theClientsFirstOfferIsTaken() {
    assertThat(subprotocol("fanfare.v1.bin")).isEqualTo("fanfare.v1.bin");
    assertThat(subprotocol("fanfare.v1.bin, fanfare.v1.json")).isEqualTo("fanfare.v1.bin");
    assertThat(subprotocol("fanfare.v1.json, fanfare.v1.bin")).isEqualTo("fanfare.v1.json");
    assertThat(subprotocol("fanfare.v1.bin, fanfare.token.t")).isEqualTo("fanfare.v1.bin");
  }

  @Test
  @Spec("BIN-2")
  void aBatchIsRecordsBehindTheirLengthsAndAnEmptyOneSaysNothing() {
    TestClient alice = connect("fanfare.v1.bin");
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.write(0);
    batch.writeBytes(
        BinaryForm.record("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"" + key + "\"}"));
    batch.write(0);
    batch.writeBytes(BinaryForm.record("{\"i\":2,\"op\":\"ping\"}"));

    alice.sends(batch.toByteArray());

    assertThat(heard(alice))
        .satisfiesExactly(
            hello -> assertThat(hello).startsWith("{\"i\":1,\"ok\":{\"connection\":"),
            ping -> assertThat(ping).startsWith("{\"i\":2,\"ok\":{\"now\":"));
    assertThat(alice.outlet().binaries()).doesNotContain(false);
  }

  @Test
  @Spec("BIN-2")
  void theServersSignOfLifeIsOneZero() {
    TestClient alice = greeted();

    gateway.advance(Duration.ofSeconds(25));

    assertThat(alice.receivedBytes()).containsExactly(new byte[] {0});
  }

  @ParameterizedTest
  @Spec("BIN-3")
  @ValueSource(
      strings = {
        "", // no record
        "05", // breaks off
        "80", // a length that does not end
        "ffffffffffffffffff01", // a length beyond everything
        "0107", // a kind that there is not
        "03000201", // a value that breaks off
        "0400ff0101", // a field number that there is not
        "0700020101020101", // a field twice
        "0101", // a short publish without anything
        "03010520" // flags that there are not
      })
  void whatIsNoRecordIsUnreadable(String hex) {
    TestClient alice = greeted();

    alice.sends(HEX.parseHex(hex));

    assertThat(heard(alice))
        .singleElement()
        .asString()
        .startsWith("{\"i\":null,\"err\":{\"code\":4000");
    alice.sends(HEX.parseHex(hex));
    alice.sends(HEX.parseHex(hex));
    assertThat(heard(alice)).last().asString().startsWith("{\"p\":\"bye\"");
  }

  @Test
  @Spec("BIN-3")
  void aTextMessageIsUnreadableToo() {
    TestClient alice = greeted();

    alice.sends("{}");

    assertThat(heard(alice)).singleElement().asString().contains("40000");
  }

  @Test
  @Spec("BIN-3")
  void whatBreaksOffTakesNothingBeforeItAlong() {
    TestClient alice = greeted();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    batch.writeBytes(BinaryForm.record("{\"i\":5,\"op\":\"ping\"}"));
    batch.write(9);

    alice.sends(batch.toByteArray());

    assertThat(heard(alice))
        .satisfiesExactly(
            ping -> assertThat(ping).startsWith("{\"i\":5,\"ok\""),
            rest -> assertThat(rest).startsWith("{\"i\":null"));
  }

  @ParameterizedTest
  @Spec("BIN-4")
  @ValueSource(
      strings = {
        "{'i':7,'op':'hist','channel':'a','limit':'text'}",
        "{'i':7,'op':'hist','channel':'a','limit':0}",
        "{'i':7,'op':'pub','channel':'a','data':1,'ephemeral':'yes'}",
        "{'i':7,'op':'pub','channel':'a','data':1,'last':1}",
        "{'i':7,'op':'pubs','channel':'a','messages':[]}"
      })
  void aValueOfAnotherTypeIsRefusedByName(String request) {
    TestClient alice = greeted();

    alice.sends(BinaryForm.write(request.replace('\'', '"')));

    assertThat(heard(alice))
        .singleElement()
        .asString()
        .startsWith("{\"i\":7,\"err\":{\"code\":40002")
        .contains("Field '");
  }

  @Test
  @Spec("BIN-4")
  void textThatIsNoUtf8IsRefused() {
    TestClient alice = greeted();

    alice.sends(HEX.parseHex("0c" + "00" + "020107" + "0103707562" + "0a01ff"));

    assertThat(heard(alice)).singleElement().asString().contains("'channel' must be text in UTF-8");
  }

  @Test
  @Spec("BIN-5")
  void theTableInTheSpecificationIsTheOneThatHolds() throws IOException {
    List<String> rows =
        Pattern.compile("(?m)^\\| ([0-9]+) \\| `(\\w+)` \\|")
            .matcher(Files.readString(Repository.file("docs/spec/binary.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(rows)
        .isEqualTo(
            FieldNumbers.NAMES.stream()
                .map(name -> FieldNumbers.NAMES.indexOf(name) + 1 + " " + name)
                .toList());
    assertThat(FieldNumbers.NAMES).doesNotHaveDuplicates();
  }

  @Test
  @Spec("BIN-6")
  void aShortPublishIsAPublish() {
    TestClient alice = greeted();
    alice.sends(shortPublish(2, 0, "0", "a"));
    alice.sends(BinaryForm.write("{\"i\":2,\"op\":\"sub\",\"channel\":\"a\"}"));
    heard(alice);
    byte[] all = shortPublish(3, 1 | 2 | 4 | 1 << 6, "text", "a", "name", "key", "id-1");
    byte[] bare = shortPublish(4, 0, "{ \"x\": 1 }", "a");
    byte[] quiet = shortPublish(5, 8, "5", "a");

    alice.sends(all);
    alice.sends(bare);
    alice.sends(quiet);

    List<String> heard = heard(alice);
    assertThat(heard.get(0)).startsWith("{\"i\":3,\"ok\":{\"e\":");
    hears(
        heard.get(1),
        "{'p':'msg','c':'$c','o':2,'t':'$t','n':'name','k':'key','id':'id-1','conn':'$o','d':'text','s':1}");
    hears(heard.get(3), "{'p':'msg','c':'$c','o':3,'t':'$t','id':'$i','conn':'$o','d':{'x':1}}");
    assertThat(heard.get(5)).startsWith("{\"p\":\"skip\"");
    assertThat(heard).hasSize(6);
  }

  @Test
  @Spec("BIN-7")
  void aMessageIsAShortRecord() {
    TestClient alice = greeted();
    alice.sends(BinaryForm.write("{\"i\":2,\"op\":\"sub\",\"channel\":\"a\"}"));
    alice.receivedBytes();

    TestClient bob = json();
    bob.sends(
        "{\"i\":2,\"op\":\"pub\",\"channel\":\"a\",\"data\":\"AP8=\",\"kind\":\"binary\",\"tags\":[\"x\",\"y\"],\"extras\":{\"q\":[1]},\"encoding\":\"z\"}");

    byte[] record = alice.receivedBytes().get(1);
    assertThat(record[1]).isEqualTo((byte) 1);
    assertThat(record).endsWith(new byte[] {0, (byte) 0xFF});
    hears(
        reading.read(record).get(0),
        "{'p':'msg','c':'$c','o':1,'t':'$t','id':'$i','conn':'$o','d':'AP8=','b':1,'en':'z','tags':['x','y'],'x':{'q':[1]}}");
  }

  @Test
  @Spec("BIN-8")
  void clientsOfBothFormsMeetInOneChannel() {
    TestClient alice = greeted();
    TestClient bob = json();
    alice.sends(BinaryForm.write("{\"i\":2,\"op\":\"sub\",\"channel\":\"room\"}"));
    bob.sends("{\"i\":2,\"op\":\"sub\",\"channel\":\"room\"}");
    alice.receivedBytes();
    bob.received();

    alice.sends(shortPublish(3, 0, "[1,2]", "room"));
    bob.sends("{\"i\":3,\"op\":\"pub\",\"channel\":\"room\",\"data\":\"é\"}");

    assertThat(heard(alice))
        .anyMatch(line -> line.contains("\"d\":[1,2]"))
        .anyMatch(line -> line.contains("\"d\":\"é\""));
    assertThat(bob.received())
        .anyMatch(line -> line.contains("\"d\":[1,2]"))
        .anyMatch(line -> line.contains("\"d\":\"é\""));
  }

  private static FanfareDialect dialect(TestGateway.World world) {
    return new FanfareDialect(
        FanfareOptions.DEFAULT,
        () -> world.clock().wallMicros() / 1_000,
        world.clock()::monotonicNanos);
  }

  private static byte[] shortPublish(long i, int flags, String payload, String... texts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(1);
    body.writeBytes(BinaryForm.varint(i));
    body.write(flags);
    for (String text : texts) {
      body.writeBytes(BinaryForm.block(text.getBytes(UTF_8)));
    }
    body.writeBytes(payload.getBytes(UTF_8));
    return BinaryForm.block(body.toByteArray());
  }

  private static void hears(String frame, String expected) {
    assertThat(new Bindings().difference(expected.replace('\'', '"'), frame)).as(frame).isEmpty();
  }

  private List<String> heard(TestClient client) {
    return client.receivedBytes().stream()
        .flatMap(message -> reading.read(message).stream())
        .toList();
  }

  private TestClient greeted() {
    TestClient client = connect("fanfare.v1.bin");
    client.sends(BinaryForm.write("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"" + key + "\"}"));
    client.receivedBytes();
    return client;
  }

  private TestClient json() {
    TestClient client = connect("fanfare.v1.json");
    client.sends("{\"i\":1,\"op\":\"hello\",\"v\":1,\"key\":\"" + key + "\"}");
    client.received();
    return client;
  }

  private TestClient connect(String subprotocols) {
    return gateway.connect(head(subprotocols));
  }

  private static RequestHead head(String subprotocols) {
    return new RequestHead(
        "GET",
        "/v1/connect",
        List.of("v1", "connect"),
        Map.of(),
        Map.of("sec-websocket-protocol", List.of(subprotocols)),
        true,
        "::1");
  }

  private String subprotocol(String offered) {
    Match.Converse match = (Match.Converse) dialect(world).match(head(offered)).orElseThrow();
    assertThat(match.encoding().name()).isEqualTo(match.subprotocol().orElseThrow());
    return match.subprotocol().orElseThrow();
  }
}
