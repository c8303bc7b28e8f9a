package dev.fanfare.gateway.dialect.fanfare.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is published, a JSON parser that is not ours reads it as it was. */
class EncodingProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ChannelRef NEWS = new ChannelRef(new ChannelName("news"), 3);

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Integer> codePoints =
        Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7F),
                Arbitraries.of((int) '"', (int) '\\', 0x7F, 0x2028, 0xFFFF, 0xD7FF, 0xE000),
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT))
            .filter(c -> c < 0xD800 || c > 0xDFFF);
    return codePoints
        .list()
        .ofMaxSize(60)
        .map(
            points ->
                points.stream()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  @Property
  void textsComeBackAsTheyWere(@ForAll("texts") String text, @ForAll("texts") String name)
      throws IOException {
    JsonNode frame = render(Draft.of(Payload.text(text)).named(name), 1, 2);

    assertThat(frame.get("d").textValue()).isEqualTo(text);
    assertThat(frame.get("n").textValue()).isEqualTo(name);
    assertThat(frame.get("s").intValue()).isEqualTo(1);
  }

  @Property
  void bytesComeBackAsTheyWere(@ForAll byte[] bytes) throws IOException {
    JsonNode frame = render(Draft.of(Payload.binary(bytes)), 1, 2);

    assertThat(frame.get("d").binaryValue()).isEqualTo(bytes);
    assertThat(frame.get("b").intValue()).isEqualTo(1);
  }

  @Property
  void numbersComeBackAsTheyWere(@ForAll long epoch, @ForAll long time, @ForAll long offset)
      throws IOException {
    Position position = new Position(epoch, offset & Long.MAX_VALUE);
    JsonNode frame = render(Draft.of(Payload.json("0")), position, time);

    assertThat(frame.get("o").longValue()).isEqualTo(position.offset());
    assertThat(frame.get("t").longValue()).isEqualTo(time);
    assertThat(frame.get("id").textValue()).isEqualTo(Message.serialOf(position));
  }

  @Property
  void clientIdsComeBackAsTheyWere(@ForAll("texts") String text) throws IOException {
    if (ClientId.isValid(text)) {
      ClientId client = new ClientId(text);
      Draft draft =
          Draft.of(Payload.json("0"))
              .sentBy(new Draft.Sender(Optional.of(client), Optional.empty()));

      assertThat(render(draft, 1, 2).get("from").textValue()).isEqualTo(text);
    }
  }

  private static JsonNode render(Draft draft, long offset, long time) throws IOException {
    return render(draft, new Position(5, offset), time);
  }

  private static JsonNode render(Draft draft, Position position, long time) throws IOException {
    Event event = new Event.Published(NEWS, new Message(position, time, draft));
    return JSON.readTree(FanfareJsonEncoding.INSTANCE.render(event).orElseThrow());
  }
}
