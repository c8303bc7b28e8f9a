package dev.fanfare.gateway.dialect.fanfare.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Command.Disconnect;
import dev.fanfare.protocol.Command.ListChannels;
import dev.fanfare.protocol.Command.ReadChannel;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Command.ReadPresence;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.ChannelStatus;
import dev.fanfare.testkit.Spec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTest {
  private static final ChannelName NEWS = new ChannelName("news");
  private static final Position PLACE = new Position(35, 7);
  private static final Message MESSAGE =
      new Message(PLACE, 1_000, Draft.of(Payload.text("hi")).named("n"));

  @Test
  @Spec("REST-8")
  void historyIsReadInPages() {
    Backend call = Backend.gets("/v1/channels/news/messages?limit=1").send();

    assertThat(call.runs())
        .containsExactly(new ReadHistory(NEWS, Optional.empty(), Direction.BACKWARDS, 1));
    call.result(new Result.HistoryPage(List.of(MESSAGE), Optional.of(PLACE)))
        .hears(
            200,
            "{'messages':[{'e':'z','o':7,'t':1000,'id':'z-7','n':'n','d':'hi','s':1}],"
                + "'next':'b-z-7'}");
    assertThat(call.answer().headers()).containsEntry("cache-control", "no-store");
    assertThat(Backend.gets("/v1/channels/news/messages?cursor=b-z-7").send().runs())
        .containsExactly(new ReadHistory(NEWS, Optional.of(PLACE), Direction.BACKWARDS, 100));
    assertThat(Backend.gets("/v1/channels/news/messages?from=z-7&direction=forwards").send().runs())
        .containsExactly(new ReadHistory(NEWS, Optional.of(PLACE), Direction.FORWARDS, 100));
  }

  @ParameterizedTest
  @Spec({"REST-8", "REST-16"})
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=99999999999",
        "limit=",
        "limit=1&limit=2",
        "from=z",
        "from=Z-1",
        "from=z-01",
        "from=z-99999999999999999999",
        "cursor=z-7",
        "cursor=b-z-7&from=z-7",
        "cursor=b-z-7&direction=forwards",
        "direction=up",
        "x=1",
        "access_token=t"
      })
  void aWrongParameterIsRefused(String query) {
    Backend.gets("/v1/channels/news/messages?" + query)
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, query.substring(0, query.indexOf('=')));
  }

  @Test
  @Spec("REST-9")
  void presenceIsReadInPages() {
    Backend call = Backend.gets("/v1/channels/news/presence?limit=1&cursor=c&client=bob").send();

    assertThat(call.runs())
        .containsExactly(
            new ReadPresence(NEWS, Optional.of(new ClientId("bob")), 1, Optional.of("c")));
    PresenceMember bob =
        new PresenceMember(
            new ClientId("bob"), new ConnectionId("c-2"), Optional.empty(), 7, 1_000);
    call.result(new Result.PresencePage(PLACE, 2, List.of(bob), Optional.of("d")))
        .hears(
            200,
            "{'e':'z','o':7,'n':2,'members':[{'client':'bob','conn':'c-2','o':7,'t':1000}],"
                + "'next':'d'}");
  }

  @Test
  @Spec("REST-10")
  void aChannelHasAState() {
    Backend call = Backend.gets("/v1/channels/news").send();

    assertThat(call.runs()).containsExactly(new ReadChannel(NEWS));
    call.result(new ChannelStatus(NEWS, PLACE, 3, 2, Optional.of(MESSAGE)))
        .hears(
            200,
            "{'channel':'news','e':'z','o':7,'subscribers':3,'members':2,"
                + "'last':{'e':'z','o':7,'t':1000,'id':'z-7','n':'n','d':'hi','s':1}}");
  }

  @Test
  @Spec("REST-10")
  void channelsAreListedByPrefix() {
    Backend call = Backend.gets("/v1/channels?prefix=ne&limit=1&cursor=na").send();

    assertThat(call.runs())
        .containsExactly(new ListChannels("ne", 1, Optional.of(new ChannelName("na"))));
    call.result(
            new Result.ChannelPage(
                List.of(new ChannelStatus(NEWS, PLACE, 3, 2, Optional.empty())), Optional.of(NEWS)))
        .hears(
            200,
            "{'channels':[{'channel':'news','e':'z','o':7,'subscribers':3,'members':2}],"
                + "'next':'news'}");
    assertThat(Backend.gets("/v1/channels").send().runs())
        .containsExactly(new ListChannels("", 100, Optional.empty()));
    Backend.gets("/v1/channels?cursor=%20x").send().hearsProblem(FaultCode.INVALID_FIELD);
  }

  @Test
  void aWrongChannelNameIsRefused() {
    Backend.gets("/v1/channels/%20a").send().hearsProblem(FaultCode.INVALID_CHANNEL);
    Backend.gets("/v1/channels/" + "a".repeat(256) + "/messages")
        .send()
        .hearsProblem(FaultCode.INVALID_CHANNEL);
    Backend.gets("/v1/channels//presence").send().hearsProblem(FaultCode.INVALID_CHANNEL);
  }

  @Test
  @Spec("REST-11")
  void connectionsAreClosed() {
    Backend one = Backend.calls("POST", "/v1/connections/c-1/disconnect").send();
    Backend all =
        Backend.posts("/v1/clients/al%20ice/disconnect", "{'reason':'Signed out'}").send();

    assertThat(one.runs())
        .containsExactly(
            new Disconnect(
                new Target.OfConnection(new ConnectionId("c-1")), "Disconnected by the app"));
    assertThat(all.runs())
        .containsExactly(new Disconnect(new Target.OfClient(new ClientId("al ice")), "Signed out"));
    one.result(new Result.Disconnected(1)).hears(200, "{'connections':1}");
    Backend.calls("POST", "/v1/connections/c%201/disconnect")
        .send()
        .hearsProblem(FaultCode.INVALID_ID);
    Backend.calls("POST", "/v1/clients/%00/disconnect").send().hearsProblem(FaultCode.INVALID_ID);
    Backend.posts("/v1/clients/a/disconnect", "{'why':1}")
        .send()
        .hearsProblem(FaultCode.INVALID_FIELD, "why");
  }

  @Test
  @Spec("REST-12")
  void theTimeIsTold() {
    Backend.gets("/v1/time").send().hears(200, "{'now':1700000000000}");
    Backend.gets("/v1/time?x=1").send().hearsProblem(FaultCode.INVALID_FIELD);
  }

  @Test
  @Spec("REST-13")
  void everyFaultIsExplained() {
    for (FaultCode code : FaultCode.values()) {
      Backend.gets(code.href())
          .send()
          .hears(
              200,
              "{'code':%d,'name':'%s','title':'$_','remedy':'$_','status':%d,'closeCode':%d,"
                      .formatted(code.number(), code.slug(), code.httpStatus(), code.closeCode())
                  + "'retryable':%s,'href':'%s'}".formatted(code.retryable(), code.href()));
    }
    assertThat(Backend.text(Backend.gets("/v1/faults").send().answer()))
        .contains("\"code\":40000")
        .contains("\"code\":50400");
    Backend.gets("/v1/faults/40099").send().hearsProblem(FaultCode.NOT_FOUND);
    Backend.gets("/v1/faults/x").send().hearsProblem(FaultCode.NOT_FOUND);
  }

  @Test
  @Spec("REST-13")
  void peopleGetAPage() {
    Backend call =
        Backend.gets("/v1/faults").with("accept", "text/html,application/xhtml+xml").send();

    assertThat(call.answer().headers().get("content-type")).startsWith("text/html");
    assertThat(Backend.text(call.answer())).contains("40101 token-expired");
    assertThat(
            Backend.text(
                Backend.gets("/v1/faults/40101").with("accept", "text/html").send().answer()))
        .contains("40101 token-expired")
        .doesNotContain("40100");
  }

  @Test
  @Spec("REST-18")
  void aReadHasNoBodyAndAPublishIsBounded() {
    RestApi api = new RestApi(() -> 0, 17);

    assertThat(api.routes()).isNotEmpty();
    assertThat(Bodies.limit(api, "POST", "v1", "messages")).isEqualTo(17);
    assertThat(Bodies.limit(api, "GET", "v1", "channels")).isZero();
  }
}
