package dev.fanfare.gateway.dialect.fanfare.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloTest {

  @Test
  @Spec("NAT-12")
  void anyOtherOperationBeforeHelloIsRefused() {
    Talk.opened()
        .says("{'i':1,'op':'sub','channel':'a'}")
        .hearsRefusal(1, FaultCode.HELLO_EXPECTED)
        .says("{'i':2,'op':'ping'}")
        .hearsRefusal(2, FaultCode.HELLO_EXPECTED)
        .runsNothing()
        .isOpen();
  }

  @Test
  @Spec("NAT-13")
  void helloShowsATokenOrAKey() {
    assertThat(
            Talk.opened()
                .says(
                    "{'i':1,'op':'hello','v':1,'token':'a.b.c','client':{'name':'x','version':'1'}}")
                .runs())
        .isEqualTo(new Authenticate(new Presented.Token("a.b.c")));
    assertThat(Talk.opened().says("{'i':1,'op':'hello','v':1,'key':'id:se:cret'}").runs())
        .isEqualTo(new Authenticate(new Presented.Key(new KeyId("id"), "se:cret")));
  }

  @Test
  @Spec("NAT-13")
  void anotherVersionIsRefused() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':2,'token':'t'}")
        .hearsRefusal(1, FaultCode.UNSUPPORTED_VERSION)
        .says("{'i':1,'op':'hello','token':'t'}")
        .hearsRefusal(1, FaultCode.INVALID_FIELD, "v")
        .says("{'i':1,'op':'hello','v':1,'token':'t'}")
        .authenticated()
        .isOpen();
  }

  @ParameterizedTest
  @Spec("NAT-13")
  @ValueSource(
      strings = {
        "'token':'t','key':'a:b'",
        "'token':5",
        "'client':'x'",
        "'client':{'os':'x'}",
        "'subs':[]",
        "'subs':{'a':true}",
        "'subs':{'a':{'lst':1}}"
      })
  void aWrongFieldOfHelloIsRefusedAndHelloMayBeSaidAgain(String fields) {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1," + fields + "}")
        .hearsRefusal(1, FaultCode.INVALID_FIELD)
        .runsNothing()
        .isOpen();
  }

  @Test
  @Spec("NAT-8")
  void resumeIsReserved() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1,'token':'t','resume':'x'}")
        .hearsRefusal(1, FaultCode.UNSUPPORTED);
  }

  @Test
  @Spec("NAT-14")
  void theReplySaysWhatTheClientMustKnow() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1,'token':'t'}")
        .result(
            new Result.Authenticated(
                new AppId("1001"),
                Talk.alice().client(),
                Optional.of(Instant.ofEpochMilli(1_700_000_060_000L)),
                Limits.DEFAULT))
        .hears(
            "{'i':1,'ok':{'connection':'c-1','app':'1001','client':'alice',"
                + "'expiresAtMs':1700000060000,'heartbeatMs':25000,'now':1700000000000,"
                + "'limits':{'messageBytes':65536,'batchMessages':100,'batchBytes':1048576,"
                + "'publishesPerSecond':100,'channels':200,'presenceDataBytes':4096}}}")
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-15")
  void aHelloWithoutACredentialMayBeSaidAgain() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1}")
        .hearsRefusal(1, FaultCode.UNAUTHENTICATED, "key")
        .says("{'i':1,'op':'hello','v':1,'key':'without-a-secret'}")
        .hearsRefusal(1, FaultCode.UNAUTHENTICATED, "id:secret")
        .isOpen()
        .says("{'i':1,'op':'hello','v':1,'token':'t'}")
        .authenticated()
        .isOpen();
  }

  @Test
  @Spec({"NAT-15", "NAT-17"})
  void aCredentialThatDoesNotHoldEndsTheConnection() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1,'token':'t'}", "{'i':2,'op':'sub','channel':'a'}")
        .refused(FaultCode.TOKEN_EXPIRED)
        .hears(
            "{'i':1,'err':{'code':40101,'message':'$_','scope':'connection',"
                + "'href':'/v1/faults/40101'}}")
        .hearsNothingMore()
        .runsNothing()
        .isClosedWith(4401);
  }

  @Test
  @Spec("NAT-3")
  void aCredentialOfTheRequestServesAHelloWithoutOne() {
    Presented early = new Presented.Token("early");

    assertThat(Talk.opened(early).says("{'i':1,'op':'hello','v':1}").runs())
        .isEqualTo(new Authenticate(early));
    assertThat(Talk.opened(early).says("{'i':1,'op':'hello','v':1,'token':'later'}").runs())
        .isEqualTo(new Authenticate(new Presented.Token("later")));
  }

  @Test
  @Spec("NAT-16")
  void subscriptionsOfAHelloAreAnsweredEachForItself() {
    Talk.opened()
        .says("{'i':1,'op':'hello','v':1,'token':'t','subs':{'a':{'last':3},'b':{}}}")
        .authenticated()
        .hears("{'i':1,'ok':{'connection':'c-1','$more':'$_'}}")
        .result(subscribed("a", 1))
        .refused(FaultCode.FORBIDDEN)
        .hears("{'i':1,'sub':'a','ok':{'c':1,'e':'a','o':5,'state':'full'}}")
        .hears(
            "{'i':1,'sub':'b','err':{'code':40300,'message':'$_','scope':'channel',"
                + "'href':'/v1/faults/40300'}}")
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-17")
  void operationsBehindAHelloFollowIt() {
    Talk talk =
        Talk.opened()
            .says("{'i':1,'op':'hello','v':1,'token':'t'}", "{'i':2,'op':'sub','channel':'a'}")
            .says("{'i':3,'op':'ping'}")
            .hearsNothingMore()
            .authenticated()
            .hears("{'i':1,'ok':{'connection':'c-1','$more':'$_'}}")
            .hears("{'i':3,'ok':{'now':'$_'}}");

    assertThat(talk.runs()).isInstanceOf(Command.Subscribe.class);
  }

  @Test
  @Spec("NAT-17")
  void whatWaitsForAHelloIsBounded() {
    String ping = "{'i':2,'op':'ping'}";
    String many = (ping + "\n").repeat(10_000);
    Talk talk = Talk.opened().says("{'i':1,'op':'hello','v':1,'token':'t'}");

    talk.says(many).isOpen().says(many).says(many);

    talk.hears("{'p':'bye','err':{'code':41301,'$more':'$_'}}").isClosedWith(4413);
  }

  @Test
  @Spec("NAT-18")
  void aSecondHelloIsRefused() {
    Talk.greeted()
        .says("{'i':2,'op':'hello','v':1,'token':'t'}")
        .hearsRefusal(2, FaultCode.CONFLICT)
        .isOpen();
  }

  @Test
  @Spec("NAT-19")
  void aFreshTokenReplacesTheOldOne() {
    Talk talk = Talk.greeted().says("{'i':2,'op':'auth','token':'fresh'}");

    assertThat(talk.runs()).isEqualTo(new Authenticate(new Presented.Token("fresh")));
    talk.result(Talk.alice())
        .hears("{'i':2,'ok':{'client':'alice'}}")
        .says("{'i':3,'op':'auth','token':'bad'}")
        .refused(FaultCode.TOKEN_INVALID)
        .hearsRefusal(3, FaultCode.TOKEN_INVALID)
        .isOpen();
  }

  @Test
  @Spec("NAT-19")
  void aTokenThatIsTooLongIsRefusedAtOnce() {
    Talk.greeted()
        .says("{'i':2,'op':'auth','token':'" + "a".repeat(8_193) + "'}")
        .hearsRefusal(2, FaultCode.TOKEN_INVALID)
        .runsNothing();
  }

  @Test
  @Spec("NAT-20")
  void theClientIsToldBeforeItsTokenExpires() {
    Talk.greeted()
        .told(new Notice.ExpiresSoon(Duration.ofSeconds(30)))
        .hears("{'p':'auth','inMs':30000}");
  }

  private static Result subscribed(String channel, int alias) {
    return new Result.Subscribed(
        new ChannelRef(new ChannelName(channel), alias),
        new Position(10, 5),
        new Continuity.Full(),
        Optional.empty());
  }
}
