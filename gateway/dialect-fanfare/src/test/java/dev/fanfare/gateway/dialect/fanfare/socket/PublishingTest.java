package dev.fanfare.gateway.dialect.fanfare.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Draft;
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

class PublishingTest {
  private static final ChannelName NEWS = new ChannelName("news");
  private static final Draft.Sender ALICE =
      new Draft.Sender(Talk.alice().client(), Optional.of(Talk.CONNECTION));

  @Test
  @Spec("NAT-26")
  void aPublishIsAcknowledgedWithItsPlace() {
    Talk talk = Talk.greeted().says("{'i':2,'op':'pub','channel':'news','data':{'x':1}}");

    assertThat(talk.runs())
        .isEqualTo(new Publish(NEWS, List.of(Draft.of(Payload.json("{\"x\":1}")).sentBy(ALICE))));
    talk.result(published(new Ack(new Position(35, 7), Optional.of("z-7"), 1_000, false)))
        .hears("{'i':2,'ok':{'e':'z','o':7,'id':'z-7','t':1000}}");
  }

  @Test
  @Spec("NAT-26")
  void aRepeatedPublishIsAcknowledgedWithTheFirstPlace() {
    Talk talk = Talk.greeted().says("{'i':2,'op':'pub','channel':'news','data':1,'id':'m'}");

    assertThat(draft(talk).id()).hasValue(new MessageId("m"));
    talk.result(published(new Ack(new Position(35, 7), Optional.of("m"), 1_000, true)))
        .hears("{'i':2,'ok':{'e':'z','o':7,'id':'m','t':1000,'repeated':true}}");
  }

  @Test
  @Spec("NAT-26")
  void anEphemeralPublishHasNoPlace() {
    Talk talk =
        Talk.greeted().says("{'i':2,'op':'pub','channel':'news','data':1,'ephemeral':true}");

    assertThat(draft(talk).ephemeral()).isTrue();
    talk.result(published(new Ack(new Position(35, 0), Optional.empty(), 1_000, false)))
        .hears("{'i':2,'ok':{'t':1000}}");
  }

  @Test
  @Spec("NAT-27")
  void severalMessagesAreOneBatch() {
    Talk talk =
        Talk.greeted()
            .says("{'i':2,'op':'pubs','channel':'news','messages':[{'data':1},{'data':[ 2 ]}]}");

    assertThat(talk.runs())
        .isEqualTo(
            new Publish(
                NEWS,
                List.of(
                    Draft.of(Payload.json("1")).sentBy(ALICE),
                    Draft.of(Payload.json("[2]")).sentBy(ALICE))));
    talk.result(
            published(
                new Ack(new Position(35, 7), Optional.of("z-7"), 1_000, false),
                new Ack(new Position(35, 8), Optional.of("z-8"), 1_001, false)))
        .hears(
            "{'i':2,'ok':{'acks':[{'e':'z','o':7,'id':'z-7','t':1000},"
                + "{'e':'z','o':8,'id':'z-8','t':1001}]}}");
  }

  @Test
  @Spec("NAT-27")
  void moreMessagesThanTheAppAllowsAreRefused() {
    Talk.greeted()
        .says(
            "{'i':2,'op':'pubs','channel':'news','messages':["
                + "{'data':1},".repeat(100)
                + "{'data':1}]}")
        .hearsRefusal(2, FaultCode.TOO_MANY, "100")
        .runsNothing();
  }

  @ParameterizedTest
  @Spec({"NAT-28", "NAT-29"})
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "1e400",
        "12345678901234567890.10",
        "\"\"",
        "null",
        "true",
        "[]",
        "{}",
        "{\"b\":1,\"a\":[{}]}",
        "\"\\u00e9\\/\\ud83d\\ude00 \\\" \\\\\"",
        "\"é😀\u2028\u007f\"",
        "\"\\ud800\""
      })
  void aJsonPayloadKeepsItsBytes(String json) {
    Talk talk =
        Talk.greeted()
            .sends(
                ("{\"i\":2,\"op\":\"pub\",\"channel\":\"news\",\"data\":" + json + "}")
                    .getBytes(UTF_8));

    assertThat(draft(talk).payload()).isEqualTo(Payload.json(json));
  }

  @Test
  @Spec("NAT-29")
  void whiteSpaceOutsideStringsIsLeftOut() {
    Talk talk =
        Talk.greeted()
            .says(
                "{ 'i' : 2 , 'op':'pub', 'channel':'news', "
                    + "'data' : {\t'a b' : [ 1 ,\r 'x  \\' \\\\' ] } }");

    assertThat(draft(talk).payload()).isEqualTo(Payload.json("{\"a b\":[1,\"x  \\\" \\\\\"]}"));
  }

  @Test
  @Spec("NAT-28")
  void textAndBytesArePublishedAsSuch() {
    assertThat(draftOf("'data':'a\\u00e9\\n','kind':'text'").payload())
        .isEqualTo(Payload.text("aé\n"));
    assertThat(draftOf("'data':'AAH/','kind':'binary'").payload())
        .isEqualTo(Payload.binary(new byte[] {0, 1, -1}));
    assertThat(draftOf("'data':'x','kind':'json','encoding':'cipher+aes-128-cbc'").payload())
        .isEqualTo(
            new Payload(
                Payload.Kind.JSON, "\"x\"".getBytes(UTF_8), Optional.of("cipher+aes-128-cbc")));
  }

  @ParameterizedTest
  @Spec("NAT-28")
  @CsvSource(
      delimiter = '|',
      value = {
        "'data':1,'kind':'text' | data",
        "'data':'!','kind':'binary' | base64",
        "'data':1,'kind':'xml' | json, text, binary",
        "'data':1,'encoding':'' | encoding"
      })
  void aPayloadThatIsNotWhatItSaysIsRefused(String fields, String named) {
    Talk.greeted()
        .says("{'i':2,'op':'pub','channel':'news'," + fields + "}")
        .hearsRefusal(2, FaultCode.INVALID_FIELD, named)
        .runsNothing();
  }

  @Test
  @Spec("NAT-30")
  void withoutEchoTheSenderIsLeftOut() {
    assertThat(draftOf("'data':1,'echo':false").except()).hasValue(Talk.CONNECTION);
    assertThat(draftOf("'data':1,'echo':true").except()).isEmpty();
  }

  @Test
  @Spec("NAT-31")
  void aMessageHasMoreThanItsPayload() {
    Draft draft =
        draftOf(
            "'data':1,'name':'n','key':'k','id':'i','tags':['x','y'],'extras':{'a': 1},"
                + "'noStore':true,'ttlMs':5000");

    assertThat(draft)
        .isEqualTo(
            new Draft(
                Optional.of("n"),
                Payload.json("1"),
                Optional.of("k"),
                Optional.of(new MessageId("i")),
                List.of("x", "y"),
                Optional.of("{\"a\":1}"),
                false,
                true,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(5)),
                Optional.empty(),
                ALICE));
  }

  @ParameterizedTest
  @Spec("NAT-31")
  @ValueSource(
      strings = {
        "'name':''",
        "'name':'\\n'",
        "'key':''",
        "'tags':['']",
        "'tags':['1','2','3','4','5','6','7','8','9','10','11','12','13','14','15','16','17']",
        "'ttlMs':0",
        "'ttlMs':86400001",
        "'noStore':'yes'"
      })
  void whatIsTooLongTooManyOrEmptyIsRefused(String field) {
    String frame = "{'i':2,'op':'pub','channel':'news','data':1," + field + "}";
    Talk.greeted().says(frame).hears("{'i':2,'err':{'code':'$_','$more':'$_'}}").runsNothing();
  }

  private static Draft draftOf(String fields) {
    return draft(Talk.greeted().says("{'i':2,'op':'pub','channel':'news'," + fields + "}"));
  }

  private static Draft draft(Talk talk) {
    return ((Publish) talk.runs()).drafts().get(0);
  }

  private static Result published(Ack... acks) {
    return new Result.Published(NEWS, List.of(acks));
  }
}
