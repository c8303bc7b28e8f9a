package dev.fanfare.gateway.dialect.fanfare.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Ack;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {
  private static final ChannelName NEWS = new ChannelName("news");
  private static final String TO_NEWS = "/v1/channels/news/messages";

  @Test
  @Spec("REST-3")
  void oneMessageIsAcknowledged() {
    Backend call = Backend.posts(TO_NEWS, " {'data': {'x': 1}, 'name': 'created'} ").send();

    assertThat(call.runs())
        .containsExactly(
            new Publish(NEWS, List.of(Draft.of(Payload.json("{\"x\":1}")).named("created"))));
    call.result(published(ack(7, false))).hears(201, "{'e':'z','o':7,'id':'z-7','t':1007}");
  }

  @Test
  @Spec("REST-3")
  void aRepeatedMessageIsAcknowledgedWithStatus200() {
    Backend.posts(TO_NEWS, "{'data':1,'id':'m'}")
        .send()
        .result(published(ack(7, true)))
        .hears(200, "{'e':'z','o':7,'id':'z-7','t':1007,'repeated':true}");
  }

  @Test
  @Spec("REST-3")
  void aChannelsNameIsPercentDecoded() {
    Backend call = Backend.posts("/v1/channels/a%2Fb%20%C3%A9+/messages", "{'data':1}").send();

    assertThat(((Publish) call.runs().get(0)).channel()).isEqualTo(new ChannelName("a/b é+"));
  }

  @Test
  @Spec("REST-4")
  void severalMessagesAreOneAtomicBatch() {
    Backend call = Backend.posts(TO_NEWS, " [{'data':1},{'data':2}]").send();

    assertThat(call.runs())
        .containsExactly(
            new Publish(NEWS, List.of(Draft.of(Payload.json("1")), Draft.of(Payload.json("2")))));
    call.result(published(ack(7, true), ack(8, false)))
        .hears(
            201,
            "{'acks':[{'e':'z','o':7,'id':'z-7','t':1007,'repeated':true},"
                + "{'e':'z','o':8,'id':'z-8','t':1008}]}");
  }

  @Test
  @Spec("REST-4")
  void aBatchThatWasThereBeforeIsAnsweredWithStatus200() {
    Backend.posts(TO_NEWS, "[{'data':1}]")
        .send()
        .result(published(ack(7, true)))
        .hears(200, "{'acks':[{'e':'z','o':7,'id':'z-7','t':1007,'repeated':true}]}");
  }

  @Test
  @Spec("REST-5")
  void textAndBytesArePublishedAsTheyAre() {
    Backend text =
        Backend.posts(TO_NEWS + "?name=n", "")
            .with("content-type", "text/plain; charset=UTF-8")
            .body("{not json} é".getBytes(UTF_8))
            .send();
    Backend bytes =
        Backend.posts(TO_NEWS, "")
            .with("content-type", "application/octet-stream")
            .with("idempotency-key", "m")
            .body(new byte[] {0, -1})
            .send();

    assertThat(text.runs())
        .containsExactly(
            new Publish(NEWS, List.of(Draft.of(Payload.text("{not json} é")).named("n"))));
    assertThat(bytes.runs())
        .containsExactly(
            new Publish(
                NEWS,
                List.of(Draft.of(Payload.binary(new byte[] {0, -1})).withId(new MessageId("m")))));
  }

  @Test
  @Spec("REST-5")
  void textThatIsNotUtf8IsRefused() {
    Backend.posts(TO_NEWS, "")
        .with("content-type", "text/plain")
        .body(new byte[] {(byte) 0xC0, (byte) 0x80})
        .send()
        .hearsProblem(FaultCode.MALFORMED, "UTF-8");
  }

  @Test
  @Spec("REST-6")
  void theIdempotencyKeyIsTheIdOfAMessageThatBringsNone() {
    assertThat(ids(Backend.posts(TO_NEWS, "{'data':1}").with("idempotency-key", "k").send()))
        .containsExactly(Optional.of(new MessageId("k")));
    assertThat(
            ids(
                Backend.posts(TO_NEWS, "[{'data':1},{'data':1,'id':'own'},{'data':1}]")
                    .with("idempotency-key", "k")
                    .send()))
        .containsExactly(
            Optional.of(new MessageId("k:0")),
            Optional.of(new MessageId("own")),
            Optional.of(new MessageId("k:2")));
    Backend.posts(TO_NEWS, "{'data':1,'id':'other'}")
        .with("idempotency-key", "k")
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, "Idempotency-Key");
    Backend.posts(TO_NEWS, "[{'data':1}]")
        .with("idempotency-key", "k".repeat(127))
        .send()
        .hearsProblem(FaultCode.INVALID_ID);
    Backend.posts(TO_NEWS, "{'data':1}")
        .with("idempotency-key", "k".repeat(129))
        .send()
        .hearsProblem(FaultCode.INVALID_ID);
  }

  @Test
  @Spec("REST-7")
  void manyChannelsArePublishedToAtOnceEachForItself() {
    Backend call =
        Backend.posts(
                "/v1/messages",
                "[{'channel':'a','data':1},{'channels':['b','c'],'data':2,'name':'n'}]")
            .send();

    Draft second = Draft.of(Payload.json("2")).named("n");
    assertThat(call.runs())
        .containsExactly(
            new Publish(new ChannelName("a"), List.of(Draft.of(Payload.json("1")))),
            new Publish(new ChannelName("b"), List.of(second)),
            new Publish(new ChannelName("c"), List.of(second)));
    call.result(
            published(ack(1, false)),
            new Result.Refused(Fault.of(FaultCode.FORBIDDEN)),
            published(ack(9, true)))
        .hears(
            200,
            "{'results':[{'item':0,'channel':'a','ok':{'e':'z','o':1,'id':'z-1','t':1001}},"
                + "{'item':1,'channel':'b','err':{'code':40300,'message':'$_','scope':'op',"
                + "'href':'/v1/faults/40300'}},"
                + "{'item':1,'channel':'c','ok':{'e':'z','o':9,'id':'z-9','t':1009,"
                + "'repeated':true}}]}");
  }

  @Test
  @Spec("REST-7")
  void aCredentialThatDoesNotHoldIsAboutTheWholeCall() {
    Backend.posts("/v1/messages", "[{'channel':'a','data':1},{'channel':'b','data':1}]")
        .send()
        .refused(Fault.of(FaultCode.REVOKED))
        .hearsProblem(FaultCode.REVOKED);
  }

  @ParameterizedTest
  @Spec({"REST-7", "REST-16"})
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'data':1}] | channel",
        "[{'channel':'a','channels':['b'],'data':1}] | only one",
        "[{'channels':[],'data':1}] | channels",
        "[{'channel':'a'}] | data",
        "[{'channel':'a','data':1,'x':1}] | [0].x",
        "[] | empty"
      })
  void aWrongItemIsRefusedBeforeAnythingIsPublished(String body, String named) {
    Backend.posts("/v1/messages", body).send().hearsProblem(FaultCode.INVALID_FIELD, named);
  }

  @Test
  @Spec("REST-7")
  void moreThanAHundredPublishesAreRefused() {
    String channels = "'x'" + ",'x'".repeat(59);
    String item = "{'channels':[" + channels + "],'data':1}";
    Backend.posts("/v1/messages", "[" + item + "," + item + "]")
        .send()
        .hearsProblem(FaultCode.TOO_MANY, "100");
    Backend.posts("/v1/messages", "[" + "{'channel':'x','data':1},".repeat(100) + "{}]")
        .send()
        .hearsProblem(FaultCode.TOO_MANY, "100");
  }

  @ParameterizedTest
  @Spec({"REST-16", "REST-17"})
  @ValueSource(strings = {"", "{", "1", "'x'", "{'data':1}{'data':2}", "{'data':1,'data':2}"})
  void aBodyThatIsNotJsonIsRefused(String body) {
    Backend.posts(TO_NEWS, body).send().hearsProblem(FaultCode.MALFORMED);
  }

  @Test
  @Spec("REST-17")
  void whereABodyIsNoJsonIsSaidInPlainWords() {
    Backend.posts(TO_NEWS, "{'data':[1")
        .send()
        .hearsProblem(FaultCode.MALFORMED, "(start marker at line 1, column 9) (at byte ");
    Backend.posts(TO_NEWS, "{'data':yes}")
        .send()
        .hearsProblem(FaultCode.MALFORMED, "Unrecognized token 'yes'", "(at byte ");
  }

  @Test
  @Spec("REST-16")
  void unknownFieldsAndParametersAreNamed() {
    Backend.posts(TO_NEWS, "{'dat':1,'data':1}")
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, "'dat'");
    Backend.posts(TO_NEWS + "?key=secret", "{'data':1}")
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, "'key'", "Authorization");
  }

  @ParameterizedTest
  @Spec("REST-17")
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "application/xml",
        "",
        "application/json; charset=iso-8859-1",
        "json"
      })
  void anotherMediaTypeIsRefused(String type) {
    Backend.posts(TO_NEWS, "{'data':1}")
        .with("content-type", type)
        .send()
        .hearsProblem(FaultCode.UNSUPPORTED_MEDIA_TYPE, "application/json");
  }

  @Test
  @Spec("REST-17")
  void jsonMayNameItsCharset() {
    assertThat(
            Backend.posts(TO_NEWS, "{'data':1}")
                .with("content-type", "Application/JSON ; charset=\"utf-8\"")
                .send()
                .runs())
        .hasSize(1);
  }

  @ParameterizedTest
  @Spec("REST-17")
  @ValueSource(strings = {"text/plain", "application/xml", ""})
  void whereOnlyJsonIsReadNothingElseIsOffered(String type) {
    Backend.posts("/v1/messages", "{}")
        .with("content-type", type)
        .send()
        .hearsProblem(FaultCode.UNSUPPORTED_MEDIA_TYPE, "Send JSON as application/json, in UTF-8.");
  }

  @Test
  @Spec("REST-19")
  void aBackendPublishesForAClientAndLeavesAConnectionOut() {
    Backend call = Backend.posts(TO_NEWS, "{'data':1,'client':'alice','except':'c-1'}").send();

    Draft draft = ((Publish) call.runs().get(0)).drafts().get(0);
    assertThat(draft.from())
        .isEqualTo(new Draft.Sender(Optional.of(new ClientId("alice")), Optional.empty()));
    assertThat(draft.except()).hasValue(new ConnectionId("c-1"));
    Backend.posts(TO_NEWS, "{'data':1,'client':''}")
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, "client");
    Backend.posts(TO_NEWS, "{'data':1,'except':'c 1'}").send().hearsProblem(FaultCode.INVALID_ID);
  }

  @Test
  @Spec("REST-2")
  void aRefusalIsAProblemThatSaysWhenToTryAgain() {
    Backend call =
        Backend.posts(TO_NEWS, "{'data':1}")
            .send()
            .refused(Fault.of(FaultCode.RATE_LIMITED).retryAfter(Duration.ofMillis(1_200)));

    call.hears(
        429,
        "{'type':'/v1/faults/52900','title':'$_','status':429,'detail':'$_','code':52900,"
            + "'retryAfterMs':1200}");
    assertThat(call.answer().headers())
        .containsEntry("retry-after", "2")
        .containsEntry("content-type", "application/problem+json");
  }

  private static List<Optional<MessageId>> ids(Backend call) {
    return ((Publish) call.runs().get(0)).drafts().stream().map(Draft::id).toList();
  }

  private static Ack ack(long offset, boolean repeated) {
    Position position = new Position(35, offset);
    return new Ack(position, Optional.of("z-" + offset), 1_000 + offset, repeated);
  }

  private static Result published(Ack... acks) {
    return new Result.Published(NEWS, List.of(acks));
  }
}
