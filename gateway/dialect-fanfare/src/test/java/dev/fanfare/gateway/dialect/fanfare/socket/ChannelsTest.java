package dev.fanfare.gateway.dialect.fanfare.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.Conversation.Notice;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ChannelRule.SlowPolicy;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.LeavePresence;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Command.ReadPresence;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.Unsubscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Continuity;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final ChannelName NEWS = new ChannelName("news");
  private static final Position PLACE = new Position(35, 7);
  private static final PresenceMember BOB =
      new PresenceMember(
          new ClientId("bob"), new ConnectionId("c-2"), Optional.of(Payload.json("{}")), 7, 99);

  @Test
  @Spec("NAT-21")
  void aSubscriptionBeginsNowOrWhereTheClientSays() {
    assertStart("", new Start.Now());
    assertStart(",'at':{'e':'z','o':7}", new Start.After(PLACE));
    assertStart(",'at':{'e':'0','o':0}", new Start.After(Position.NONE));
    assertStart(",'last':1000", new Start.Last(1_000));
    assertStart(",'sinceMs':1500", new Start.Within(Duration.ofMillis(1_500)));
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'news','last':1,'sinceMs':1}")
        .hearsRefusal(2, FaultCode.INVALID_FIELD, "at, last and sinceMs");
  }

  private static void assertStart(String fields, Start start) {
    assertThat(Talk.greeted().says("{'i':2,'op':'sub','channel':'news'" + fields + "}").runs())
        .isEqualTo(new Subscribe(NEWS, start, View.MESSAGES, Optional.empty()));
  }

  @Test
  @Spec("NAT-21")
  void aSubscriptionChoosesItsView() {
    assertThat(
            Talk.greeted()
                .says(
                    "{'i':2,'op':'sub','channel':'news','presence':'full','slow':'pull',"
                        + "'mode':'log','token':'t'}")
                .runs())
        .isEqualTo(
            new Subscribe(
                NEWS,
                new Start.Now(),
                new View(PresenceView.FULL, Optional.of(SlowPolicy.PULL)),
                Optional.of(new ChannelProof.Token("t"))));
  }

  @Test
  @Spec({"NAT-22", "NAT-23"})
  void theReplyToASubscriptionSaysHowItJoins() {
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'news'}")
        .result(subscribed(new Continuity.Full(), Optional.empty()))
        .hears("{'i':2,'ok':{'c':3,'e':'z','o':7,'state':'full'}}")
        .says("{'i':3,'op':'sub','channel':'news'}")
        .result(subscribed(new Continuity.Gap(2, 5), Optional.empty()))
        .hears("{'i':3,'ok':{'c':3,'e':'z','o':7,'state':'gap','gap':[2,5]}}")
        .says("{'i':4,'op':'sub','channel':'news'}")
        .result(subscribed(new Continuity.Reset(Why.UNKNOWN_POSITION), Optional.empty()))
        .hears("{'i':4,'ok':{'c':3,'e':'z','o':7,'state':'reset','why':'unknown-position'}}");
  }

  @Test
  @Spec("NAT-22")
  void theReplyShowsTheFirstPageOfPresence() {
    PresencePage page = new PresencePage(PLACE, 2, List.of(BOB), Optional.of("more"));
    Talk.greeted()
        .says("{'i':2,'op':'sub','channel':'news','presence':'full'}")
        .result(subscribed(new Continuity.Full(), Optional.of(page)))
        .hears(
            "{'i':2,'ok':{'c':3,'e':'z','o':7,'state':'full','presence':{'e':'z','o':7,'n':2,"
                + "'members':[{'client':'bob','conn':'c-2','d':{},'o':7,'t':99}],'next':'more'}}}");
  }

  private static Result subscribed(Continuity continuity, Optional<PresencePage> presence) {
    return new Result.Subscribed(new ChannelRef(NEWS, 3), PLACE, continuity, presence);
  }

  @Test
  @Spec("NAT-24")
  void aSubscriptionEndsOnRequest() {
    Talk talk = Talk.greeted().says("{'i':2,'op':'unsub','channel':'news'}");

    assertThat(talk.runs()).isEqualTo(new Unsubscribe(NEWS));
    talk.result(new Result.Unsubscribed(NEWS)).hears("{'i':2,'ok':{}}");
  }

  @Test
  @Spec("NAT-25")
  void theServerMayEndASubscription() {
    Talk.greeted()
        .told(new Notice.Unsubscribed(NEWS, Fault.of(FaultCode.FORBIDDEN)))
        .hears(
            "{'p':'unsub','channel':'news','err':{'code':40300,'message':'$_','scope':'channel',"
                + "'href':'/v1/faults/40300'}}")
        .isOpen();
  }

  @Test
  @Spec("NAT-35")
  void presenceIsEnteredUpdatedAndLeft() {
    Talk talk =
        Talk.greeted()
            .says("{'i':2,'op':'pres','channel':'news','action':'enter','data':{'x': 1}}");

    assertThat(talk.runs())
        .isEqualTo(
            new EnterPresence(NEWS, Optional.empty(), Optional.of(Payload.json("{\"x\":1}"))));
    talk.result(new Result.PresenceChanged(NEWS, PLACE)).hears("{'i':2,'ok':{'e':'z','o':7}}");

    assertThat(
            Talk.greeted()
                .says("{'i':2,'op':'pres','channel':'news','action':'update','client':'bob'}")
                .runs())
        .isEqualTo(new EnterPresence(NEWS, Optional.of(new ClientId("bob")), Optional.empty()));
    assertThat(Talk.greeted().says("{'i':2,'op':'pres','channel':'news','action':'leave'}").runs())
        .isEqualTo(new LeavePresence(NEWS, Optional.empty(), Optional.empty()));
  }

  @Test
  @Spec("NAT-36")
  void presenceIsReadInPages() {
    Talk talk =
        Talk.greeted()
            .says("{'i':2,'op':'pres','channel':'news','action':'get','limit':1,'cursor':'c'}");

    assertThat(talk.runs())
        .isEqualTo(new ReadPresence(NEWS, Optional.empty(), 1, Optional.of("c")));
    talk.result(new PresencePage(PLACE, 1, List.of(BOB), Optional.empty()))
        .hears(
            "{'i':2,'ok':{'e':'z','o':7,'n':1,"
                + "'members':[{'client':'bob','conn':'c-2','d':{},'o':7,'t':99}]}}");
  }

  @Test
  @Spec("NAT-36")
  void presenceIsCountedWithoutNames() {
    Talk.greeted()
        .says("{'i':2,'op':'pres','channel':'news','action':'count'}")
        .result(new PresencePage(PLACE, 12, List.of(BOB), Optional.of("more")))
        .hears("{'i':2,'ok':{'e':'z','o':7,'n':12}}");
  }

  @Test
  @Spec("NAT-37")
  void historyIsReadInPages() {
    Talk talk =
        Talk.greeted()
            .says("{'i':2,'op':'hist','channel':'news','direction':'forwards','limit':2}");

    assertThat(talk.runs())
        .isEqualTo(new ReadHistory(NEWS, Optional.empty(), Direction.FORWARDS, 2));
    Message message = new Message(PLACE, 1_000, Draft.of(Payload.json("1")).named("n"));
    talk.result(new Result.HistoryPage(List.of(message), Optional.of(PLACE)))
        .hears(
            "{'i':2,'ok':{'messages':[{'e':'z','o':7,'t':1000,'id':'z-7','n':'n','d':1}],"
                + "'next':'$cursor'}}");
    assertThat(talk.says("{'i':3,'op':'hist','channel':'news','cursor':'f-z-7'}").runs())
        .isEqualTo(new ReadHistory(NEWS, Optional.of(PLACE), Direction.FORWARDS, 100));
    talk.result(new Result.HistoryPage(List.of(), Optional.empty()))
        .hears("{'i':3,'ok':{'messages':[]}}");
  }

  @Test
  @Spec("NAT-37")
  void historyBeginsNextToAPlace() {
    assertThat(
            Talk.greeted()
                .says("{'i':2,'op':'hist','channel':'news','from':{'e':'z','o':7}}")
                .runs())
        .isEqualTo(new ReadHistory(NEWS, Optional.of(PLACE), Direction.BACKWARDS, 100));
  }

  @Test
  @Spec("NAT-37")
  void aCursorStandsAlone() {
    Talk.greeted()
        .says("{'i':2,'op':'hist','channel':'news','cursor':'f-z-7','from':{'e':'z','o':7}}")
        .hearsRefusal(2, FaultCode.INVALID_FIELD, "cursor")
        .says("{'i':3,'op':'hist','channel':'news','cursor':'f-z-7','direction':'backwards'}")
        .hearsRefusal(3, FaultCode.INVALID_FIELD, "cursor")
        .says("{'i':4,'op':'hist','channel':'news','cursor':'f-z-x'}")
        .hearsRefusal(4, FaultCode.INVALID_FIELD, "cursor")
        .runsNothing();
  }
}
