package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {

  @Test
  @Spec("NAT-38")
  void theServerIsNeverSilentForLongerThanTheHeartbeat() {
    Talk.greeted()
        .passes(Duration.ofSeconds(24))
        .hearsNothingMore()
        .passes(Duration.ofSeconds(1))
        .hears("{}")
        .says("{}")
        .passes(Duration.ofSeconds(10))
        .hearsNothingMore()
        .says("{'i':2,'op':'ping'}")
        .hears("{'i':2,'ok':{'now':'$_'}}")
        .passes(Duration.ofSeconds(24))
        .hearsNothingMore()
        .passes(Duration.ofSeconds(1))
        .hears("{}")
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-38")
  void aHeartbeatOfTheClientIsNotAnswered() {
    Talk.greeted().says("{}").says("{}", "{}").hearsNothingMore().isOpen();
  }

  @Test
  @Spec("NAT-39")
  void aPingIsAnsweredWithTheTime() {
    Talk.greeted().says("{'i':2,'op':'ping'}").hears("{'i':2,'ok':{'now':1700000000000}}");
  }

  @Test
  @Spec({"NAT-40", "NAT-42"})
  void aByeIsAnsweredAndNothingAfterIt() {
    Talk.greeted()
        .says("{'i':2,'op':'bye'}", "{'i':3,'op':'ping'}")
        .hears("{'i':2,'ok':{}}")
        .hearsNothingMore()
        .isClosedWith(1000)
        .says("{'i':4,'op':'ping'}", "garbage")
        .sendsBinary(new byte[] {1})
        .says("")
        .told(new Notice.Ending(Fault.of(FaultCode.GOING_AWAY)))
        .passes(Duration.ofHours(1))
        .hearsNothingMore();
  }

  @Test
  @Spec("NAT-41")
  void theServerSaysWhyItClosesAndWhenToComeBack() {
    Fault fault = Fault.of(FaultCode.GOING_AWAY).retryAfter(Duration.ofSeconds(5));
    Talk.greeted()
        .told(new Notice.Ending(fault))
        .hears(
            "{'p':'bye','err':{'code':50301,'message':'$_','retryAfterMs':5000,"
                + "'scope':'connection','href':'/v1/faults/50301'},"
                + "'reconnectInMs':5000,'jitterMs':5000}")
        .isClosedWith(4503);
  }

  @Test
  @Spec("NAT-41")
  void whereComingBackDoesNotHelpNoTimeIsNamed() {
    Talk.greeted()
        .told(new Notice.Ending(Fault.of(FaultCode.REVOKED)))
        .hears(
            "{'p':'bye','err':{'code':40103,'message':'$_','scope':'connection',"
                + "'href':'/v1/faults/40103'}}")
        .isClosedWith(4401);
  }

  @Test
  @Spec("NAT-42")
  void aResultThatComesTooLateIsNotTold() {
    Talk talk = Talk.greeted().says("{'i':2,'op':'sub','channel':'a'}");

    talk.told(new Notice.Ending(Fault.of(FaultCode.TOO_SLOW))).forget();

    talk.refused(FaultCode.INTERNAL).hearsNothingMore();
  }
}
