package dev.fanfare.gateway.dialect.fanfare.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.fanfare.FrameSchema;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.testkit.Spec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FanfareJsonEncodingTest {
  private static final ChannelRef NEWS = new ChannelRef(new ChannelName("news"), 3);
  private static final Position PLACE = new Position(35, 7);

  @Test
  @Spec("NAT-32")
  void aMessageIsItsPayloadAtItsPlace() {
    assertThat(published(Draft.of(Payload.json("{\"x\":1}"))))
        .isEqualTo("{\"p\":\"msg\",\"c\":3,\"o\":7,\"t\":1000,\"id\":\"z-7\",\"d\":{\"x\":1}}");
  }

  @Test
  @Spec("NAT-32")
  void aMessageShowsEverythingThatItHas() {
    Draft draft =
        new Draft(
            Optional.of("created"),
            new Payload(Payload.Kind.JSON, "\"x\"".getBytes(UTF_8), Optional.of("cipher")),
            Optional.of("key"),
            Optional.of(new MessageId("m")),
            List.of("a", "b"),
            Optional.of("{\"h\":{}}"),
            false,
            true,
            Optional.of(new ConnectionId("c-9")),
            Optional.of(Duration.ofSeconds(5)),
            Optional.of(new Draft.Change(Draft.Action.APPEND, "z-1")),
            new Draft.Sender(
                Optional.of(new ClientId("alice")), Optional.of(new ConnectionId("c-1"))));

    assertThat(published(draft))
        .isEqualTo(
            "{\"p\":\"msg\",\"c\":3,\"o\":7,\"t\":1000,\"id\":\"m\",\"n\":\"created\",\"k\":\"key\","
                + "\"d\":\"x\",\"en\":\"cipher\",\"from\":\"alice\",\"conn\":\"c-1\","
                + "\"tags\":[\"a\",\"b\"],\"x\":{\"h\":{}},\"a\":\"append\",\"of\":\"z-1\"}");
  }

  @Test
  @Spec("NAT-32")
  void textAndBytesAreMarked() {
    assertThat(published(Draft.of(Payload.text("say \"hi\"\n\u0001\u2028é😀\\"))))
        .contains("\"d\":\"say \\\"hi\\\"\\n\\u0001\u2028é😀\\\\\",\"s\":1}");
    assertThat(published(Draft.of(Payload.binary(new byte[] {0, 1, -1}))))
        .contains("\"d\":\"AAH/\",\"b\":1}");
    assertThat(published(Draft.of(Payload.text("")))).contains("\"d\":\"\",\"s\":1}");
  }

  @Test
  @Spec("NAT-32")
  void anEphemeralMessageHasNoPlace() {
    Draft draft =
        new Draft(
            Optional.empty(),
            Payload.json("1"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            true,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Draft.Sender.NOBODY);

    assertThat(rendered(new Event.Published(NEWS, new Message(new Position(35, 0), 1_000, draft))))
        .isEqualTo("{\"p\":\"msg\",\"c\":3,\"t\":1000,\"d\":1}");
  }

  @Test
  @Spec("NAT-33")
  void presenceSaysWhoDidWhatAndHowManyThereAre() {
    PresenceMember bob =
        new PresenceMember(
            new ClientId("bob"),
            new ConnectionId("c-2"),
            Optional.of(Payload.text("here")),
            7,
            1_000);

    assertThat(
            rendered(
                new Event.Presence(
                    NEWS, new PresenceChange(PLACE, PresenceChange.Action.ENTER, bob, 4))))
        .isEqualTo(
            "{\"p\":\"pres\",\"c\":3,\"a\":\"enter\",\"client\":\"bob\",\"conn\":\"c-2\","
                + "\"d\":\"here\",\"s\":1,\"o\":7,\"t\":1000,\"n\":4}");
    assertThat(rendered(new Event.PresenceCount(NEWS, 7, 4)))
        .isEqualTo("{\"p\":\"pres\",\"c\":3,\"o\":7,\"n\":4}");
  }

  @Test
  @Spec("NAT-34")
  void theOthersSayWhatBecameOfTheOrder() {
    assertThat(rendered(new Event.EpochBegan(NEWS, PLACE)))
        .isEqualTo("{\"p\":\"epoch\",\"c\":3,\"e\":\"z\",\"o\":7}");
    assertThat(rendered(new Event.Gap(NEWS, 2, 5, Why.TRIMMED)))
        .isEqualTo("{\"p\":\"gap\",\"c\":3,\"from\":2,\"to\":5,\"why\":\"trimmed\"}");
    assertThat(rendered(new Event.Reset(NEWS, PLACE, Why.LOST)))
        .isEqualTo("{\"p\":\"reset\",\"c\":3,\"e\":\"z\",\"o\":7,\"why\":\"lost\"}");
    assertThat(rendered(new Event.Skipped(NEWS, 7, Why.EXCLUDED)))
        .isEqualTo("{\"p\":\"skip\",\"c\":3,\"o\":7,\"why\":\"excluded\"}");
    assertThat(rendered(new Event.Lagging(NEWS, 7, 9)))
        .isEqualTo("{\"p\":\"lag\",\"c\":3,\"o\":7,\"top\":9}");
    assertThat(rendered(new Event.Live(NEWS, 7))).isEqualTo("{\"p\":\"live\",\"c\":3,\"o\":7}");
  }

  @Test
  @Spec("NAT-34")
  void everyReasonHasItsWord() {
    for (Why why : Why.values()) {
      rendered(new Event.Skipped(NEWS, 7, why));
    }
  }

  private static String published(Draft draft) {
    return rendered(new Event.Published(NEWS, new Message(PLACE, 1_000, draft)));
  }

  private static String rendered(Event event) {
    String frame = new String(FanfareJsonEncoding.INSTANCE.render(event).orElseThrow(), UTF_8);
    FrameSchema.SERVER.accepts(frame);
    return frame;
  }
}
