package dev.fanfare.gateway.dialect.fanfare.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import dev.fanfare.testkit.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final Result GONE = new Result.Unsubscribed(new ChannelName("a"));

  @Test
  @Spec("NAT-5")
  void aMessageIsABatchOfLines() {
    Talk.greeted()
        .says("{'i':2,'op':'ping'}", "", "  ", "{'i':3,'op':'ping'}", "")
        .hears("{'i':2,'ok':{'now':1700000000000}}")
        .hears("{'i':3,'ok':{'now':1700000000000}}")
        .hearsNothingMore();
  }

  @ParameterizedTest
  @Spec("NAT-6")
  @ValueSource(
      strings = {
        "",
        "\n",
        "hello",
        "[]",
        "1",
        "null",
        "{",
        "{'i':1",
        "{'i':1,}",
        "{'op':'ping'}",
        "{'i':null,'op':'ping'}",
        "{'i':'1','op':'ping'}",
        "{'i':0,'op':'ping'}",
        "{'i':-1,'op':'ping'}",
        "{'i':1.5,'op':'ping'}",
        "{'i':1e3,'op':'ping'}",
        "{'i':9007199254740992,'op':'ping'}",
        "{'i':99999999999999999999999,'op':'ping'}",
        "{'i':2,'op':'ping'} {'i':3,'op':'ping'}",
        "{'i':2,'op':'ping'}x",
        "{\"i\":2,\"op\":\"pi\u0001ng\"}",
        "{'i':02,'op':'ping'}",
        "{'i':NaN,'op':'ping'}"
      })
  void anUnreadableFrameIsAnsweredAndTheConnectionLivesOn(String frame) {
    Talk.greeted().says(frame).hearsThatItIsUnreadable().hearsNothingMore().isOpen();
  }

  @Test
  @Spec("NAT-6")
  void theThirdUnreadableFrameInARowEndsTheConnection() {
    Talk.greeted()
        .says("garbage", "more garbage")
        .hearsUnreadable()
        .hearsUnreadable()
        .isOpen()
        .sendsBinary(new byte[] {1, 2})
        .hearsUnreadable()
        .hears(
            "{'p':'bye','err':{'code':40003,'message':'$_','scope':'connection',"
                + "'href':'/v1/faults/40003'}}")
        .isClosedWith(4400);
  }

  @Test
  @Spec("NAT-6")
  void aReadableFrameStartsTheCountAnew() {
    Talk.greeted()
        .says("garbage", "garbage", "{}", "garbage", "garbage", "{'i':1,'op':'no such'}", "garbage")
        .isOpen();
  }

  @Test
  @Spec("NAT-6")
  void whatFollowsAfterTheEndOfTheConnectionIsNotRead() {
    Talk.greeted()
        .says("a", "b", "c", "{'i':2,'op':'sub','channel':'a'}")
        .isClosedWith(4400)
        .runsNothing();
  }

  @Test
  @Spec("NAT-7")
  void bytesThatAreNotUtf8AreUnreadable() {
    byte[] frame = "{\"i\":2,\"op\":\"pub\",\"channel\":\"a\",\"data\":\"??\"}".getBytes(UTF_8);
    frame[frame.length - 4] = (byte) 0xC0;
    frame[frame.length - 3] = (byte) 0x80;
    Talk.greeted().sends(frame).hearsUnreadable().runsNothing();
  }

  @Test
  @Spec("NAT-7")
  void aFieldThatStandsTwiceIsUnreadable() {
    Talk.greeted().says("{'i':2,'i':3,'op':'ping'}").hearsUnreadable();
    Talk.greeted()
        .says("{'i':2,'op':'pub','channel':'a','data':{'x':1,'x':2}}")
        .hearsUnreadable()
        .runsNothing();
  }

  @Test
  @Spec("NAT-7")
  void deepNestingIsUnreadable() {
    String deep = "[".repeat(31) + "]".repeat(31);
    Talk.greeted().says("{'i':2,'op':'pub','channel':'a','data':" + deep + "}").hearsNothingMore();
    Talk.greeted().says("{'i':2,'op':'pub','channel':'a','data':[" + deep + "]}").hearsUnreadable();
    Talk.greeted()
        .says("{'i':2,'op':'pub','channel':'a','data':" + "[".repeat(100_000))
        .hearsUnreadable();
  }

  @Test
  @Spec("NAT-7")
  void aNumberThatIsTooLongIsUnreadable() {
    Talk.greeted()
        .says("{'i':2,'op':'pub','channel':'a','data':" + "1".repeat(101) + "}")
        .hearsUnreadable();
  }

  @ParameterizedTest
  @Spec("NAT-8")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'i':2,'op':'sub','channel':'a','chanel':'b'} | chanel",
        "{'i':2,'op':'ping','x':null} | x",
        "{'i':2,'op':'sub','channel':'a','at':{'e':'1','o':1,'t':2}} | at.t",
        "{'i':2,'op':'sub','channel':'a','at':{'e':'1'}} | at.o",
        "{'i':2,'op':'sub','channel':'a','at':{'e':'!','o':1}} | at.e",
        "{'i':2,'op':'sub','channel':'a','at':{'e':'1','o':-1}} | at.o",
        "{'i':2,'op':'sub','channel':'a','at':5} | at",
        "{'i':2,'op':'sub'} | channel",
        "{'i':2,'op':'sub','channel':null} | channel",
        "{'i':2,'op':'sub','channel':5} | channel",
        "{'i':2,'op':'sub','channel':'a','last':0} | last",
        "{'i':2,'op':'sub','channel':'a','last':1001} | last",
        "{'i':2,'op':'sub','channel':'a','last':'1'} | last",
        "{'i':2,'op':'sub','channel':'a','sinceMs':0} | sinceMs",
        "{'i':2,'op':'sub','channel':'a','presence':true} | presence",
        "{'i':2,'op':'sub','channel':'a','presence':'some'} | none, count, full",
        "{'i':2,'op':'sub','channel':'a','slow':'fast'} | close, latest, pull",
        "{'i':2,'op':'sub','channel':'a','mode':'x'} | mode",
        "{'i':2,'op':'pub','channel':'a'} | data",
        "{'i':2,'op':'pub','channel':'a','data':1,'ephemeral':1} | ephemeral",
        "{'i':2,'op':'pub','channel':'a','data':1,'tags':'t'} | tags",
        "{'i':2,'op':'pub','channel':'a','data':1,'tags':['t',1]} | tags[1]",
        "{'i':2,'op':'pub','channel':'a','data':1,'extras':[]} | extras",
        "{'i':2,'op':'pubs','channel':'a','messages':[]} | messages",
        "{'i':2,'op':'pubs','channel':'a','messages':[{'data':1},{'data':2,'x':3}]} | messages[1].x",
        "{'i':2,'op':'pubs','channel':'a','messages':[1]} | messages[0]",
        "{'i':2,'op':'pres','channel':'a','action':'jump'} | enter, update, leave, get, count",
        "{'i':2,'op':'pres','channel':'a'} | action",
        "{'i':2,'op':'pres','channel':'a','action':'get','limit':0} | limit",
        "{'i':2,'op':'pres','channel':'a','action':'get','data':1} | data",
        "{'i':2,'op':'pres','channel':'a','action':'enter','client':''} | client",
        "{'i':2,'op':'pres','channel':'a','action':'enter','kind':'text'} | data",
        "{'i':2,'op':'hist','channel':'a','direction':'up'} | backwards, forwards",
        "{'i':2,'op':'hist','channel':'a','cursor':'x'} | cursor",
        "{'i':2,'op':'auth'} | token",
        "{'i':2,'op':5} | op",
        "{'i':2} | op"
      })
  void aFieldThatIsUnknownMissingOrWrongIsNamed(String frame, String name) {
    Talk.greeted()
        .says(frame)
        .hearsRefusal(2, FaultCode.INVALID_FIELD, name)
        .runsNothing()
        .isOpen();
  }

  @ParameterizedTest
  @Spec("NAT-8")
  @ValueSource(
      strings = {
        "{'i':2,'op':'sub','channel':'a','filter':'x'}",
        "{'i':2,'op':'sub','channel':'a','delta':true}",
        "{'i':2,'op':'sub','channel':'a','conflate':1}",
        "{'i':2,'op':'sub','channel':'a','mode':'last'}"
      })
  void aReservedFieldIsRefusedAsUnsupported(String frame) {
    Talk.greeted().says(frame).hearsRefusal(2, FaultCode.UNSUPPORTED).runsNothing();
  }

  @ParameterizedTest
  @Spec({"NAT-8", "NAT-10"})
  @ValueSource(strings = {"''", "' a'", "'a '", "'\\u0007'"})
  void whatIsNoChannelNameIsRefused(String channel) {
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':" + channel + "}")
        .hearsRefusal(2, FaultCode.INVALID_CHANNEL);
  }

  @Test
  @Spec("NAT-8")
  void namesThatAreTooLongAreRefused() {
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'" + "a".repeat(256) + "'}")
        .hearsRefusal(2, FaultCode.INVALID_CHANNEL)
        .says("{'i':3,'op':'pub','channel':'a','data':1,'name':'" + "é".repeat(128) + "'}")
        .hearsRefusal(3, FaultCode.INVALID_FIELD, "name", "255 bytes")
        .says("{'i':4,'op':'pub','channel':'a','data':1,'id':'" + "a".repeat(129) + "'}")
        .hearsRefusal(4, FaultCode.INVALID_ID)
        .runsNothing();
  }

  @Test
  @Spec("NAT-8")
  void halfASurrogatePairIsNoText() {
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'a\\ud800'}")
        .hearsRefusal(2, FaultCode.INVALID_FIELD, "channel")
        .says("{'i':3,'op':'pub','channel':'a','data':1,'name':'\\udc00'}")
        .hearsRefusal(3, FaultCode.INVALID_FIELD, "name");
  }

  @Test
  @Spec("NAT-9")
  void aNumberIsFreeAgainOnceItIsAnswered() {
    Talk.greeted()
        .says("{'i':2,'op':'unsub','channel':'a'}")
        .says("{'i':2,'op':'unsub','channel':'b'}")
        .hearsRefusal(2, FaultCode.CONFLICT)
        .result(GONE)
        .hears("{'i':2,'ok':{}}")
        .says("{'i':2,'op':'unsub','channel':'a'}")
        .result(GONE)
        .hears("{'i':2,'ok':{}}")
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-9")
  void tooManyRequestsAtOnceAreRefusedUntilSomeAreAnswered() {
    Talk talk = Talk.greeted();
    for (int i = 2; i < 2 + InFlight.MOST; i++) {
      talk.says("{'i':" + i + ",'op':'unsub','channel':'a'}");
    }
    talk.hearsNothingMore()
        .says("{'i':9999,'op':'unsub','channel':'a'}")
        .hears(
            "{'i':9999,'err':{'code':52900,'message':'$_','retryAfterMs':100,'scope':'op',"
                + "'href':'/v1/faults/52900'}}")
        .result(GONE)
        .hears("{'i':2,'ok':{}}")
        .says("{'i':9999,'op':'unsub','channel':'a'}")
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-10")
  void aRefusalSaysWhatItEnds() {
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'a'}")
        .refused(FaultCode.FORBIDDEN)
        .hears(
            "{'i':2,'err':{'code':40300,'message':'$_','scope':'channel','href':'/v1/faults/40300'}}")
        .says("{'i':3,'op':'pub','channel':'a','data':1}")
        .refused(FaultCode.FORBIDDEN)
        .hears(
            "{'i':3,'err':{'code':40300,'message':'$_','scope':'op','href':'/v1/faults/40300'}}");
  }

  @ParameterizedTest
  @Spec("NAT-11")
  @ValueSource(strings = {"rpc", "send", "ret", "ack", "flow"})
  void aReservedOperationIsRefusedAsUnsupported(String op) {
    Talk.greeted()
        .says("{'i':2,'op':'" + op + "','method':'x'}")
        .hearsRefusal(2, FaultCode.UNSUPPORTED, op);
  }

  @Test
  @Spec("NAT-11")
  void anUnknownOperationIsRefusedWithTheOnesThatThereAre() {
    Talk.greeted()
        .says("{'i':2,'op':'subscribe\\u0000','channel':'a'}")
        .hearsRefusal(2, FaultCode.UNKNOWN_OPERATION, "subscribe?", "sub, unsub")
        .isOpen();
  }
}
