package dev.fanfare.gateway.dialect.fanfare.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fanfare.gateway.dialect.Conversation.Opening;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.socket.Clocks;
import dev.fanfare.gateway.dialect.fanfare.socket.Codec;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareBinaryEncoding;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareConversation;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareJsonEncoding;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Event.ChannelRef;
import dev.fanfare.protocol.Event.Why;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.testkit.Spec;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Both forms say the same, and no bytes from outside break anything. */
class BinaryProperties {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long EPOCH = 77;

  @Provide
  Arbitrary<Event> events() {
    Arbitrary<ChannelRef> channels =
        Arbitraries.integers()
            .between(0, Integer.MAX_VALUE)
            .map(alias -> new ChannelRef(new ChannelName("news"), alias));
    Arbitrary<Long> offsets = Arbitraries.longs().between(1, (1L << 53) - 1);
    Arbitrary<Why> whys = Arbitraries.of(Why.class);
    return Arbitraries.oneOf(
        Combinators.combine(channels, messages()).as(Event.Published::new),
        Combinators.combine(channels, offsets, members())
            .as(
                (channel, offset, member) ->
                    new Event.Presence(
                        channel,
                        new PresenceChange(
                            new Position(EPOCH, offset), PresenceChange.Action.UPDATE, member, 3))),
        Combinators.combine(channels, offsets)
            .as((channel, offset) -> new Event.PresenceCount(channel, offset, 9)),
        Combinators.combine(channels, offsets)
            .as((channel, at) -> new Event.EpochBegan(channel, new Position(EPOCH, at))),
        Combinators.combine(channels, offsets, whys)
            .as((channel, to, why) -> new Event.Gap(channel, 1, to, why)),
        Combinators.combine(channels, offsets, whys)
            .as((channel, at, why) -> new Event.Reset(channel, new Position(EPOCH, at), why)),
        Combinators.combine(channels, offsets, whys).as(Event.Skipped::new),
        Combinators.combine(channels, offsets)
            .as((channel, at) -> new Event.Lagging(channel, at, at + 1)),
        Combinators.combine(channels, offsets).as(Event.Live::new));
  }

  private static Arbitrary<Message> messages() {
    Arbitrary<Long> offsets = Arbitraries.longs().between(1, (1L << 53) - 1);
    return Combinators.combine(
            payloads(), texts(), texts(), texts(), offsets, Arbitraries.of(true, false))
        .as(
            (payload, name, key, tag, offset, ephemeral) ->
                new Message(
                    new Position(EPOCH, offset),
                    offset,
                    new Draft(
                        name,
                        payload,
                        key,
                        name.map(MessageId::new),
                        tag.stream().toList(),
                        tag.map(unused -> "{\"a\":[1,null]}"),
                        ephemeral,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        ephemeral || tag.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Draft.Change(Draft.Action.UPDATE, "e-1")),
                        new Draft.Sender(
                            key.map(ClientId::new), name.map(unused -> new ConnectionId("c"))))));
  }

  private static Arbitrary<PresenceMember> members() {
    return payloads()
        .optional()
        .map(
            data ->
                new PresenceMember(
                    new ClientId("alice"),
                    new ConnectionId("c-1"),
                    data,
                    4,
                    1_700_000_000_000_000L));
  }

  private static Arbitrary<Optional<String>> texts() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .withChars("é€😀")
        .ofMinLength(1)
        .ofMaxLength(40)
        .filter(MessageId::isValid)
        .optional();
  }

  private static Arbitrary<Payload> payloads() {
    Arbitrary<Optional<String>> encodings = Arbitraries.of("utf-8", "z").optional();
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of("0", "\"\"", "null", "{\"a\":1.50}", "[]"), encodings)
            .as((json, chain) -> new Payload(Payload.Kind.JSON, json.getBytes(UTF_8), chain)),
        Combinators.combine(texts(), encodings)
            .as(
                (text, chain) ->
                    new Payload(Payload.Kind.TEXT, text.orElse("").getBytes(UTF_8), chain)),
        Combinators.combine(Arbitraries.bytes().array(byte[].class).ofMaxSize(300), encodings)
            .as((bytes, chain) -> new Payload(Payload.Kind.BINARY, bytes, chain)));
  }

  @Property
  @Spec("BIN-7")
  void everyEventSaysTheSameInBothForms(@ForAll("events") Event event) throws IOException {
    BinaryForm reading = new BinaryForm();
    reading.read(
        FanfareBinaryEncoding.INSTANCE
            .render(new Event.EpochBegan(event.channel(), new Position(EPOCH, 0)))
            .orElseThrow());

    byte[] record = FanfareBinaryEncoding.INSTANCE.render(event).orElseThrow();
    JsonNode json = JSON.readTree(FanfareJsonEncoding.INSTANCE.render(event).orElseThrow());

    assertThat(reading.read(record)).hasSize(1);
    assertThat(JSON.readTree(reading.read(record).get(0)).toString())
        .satisfies(
            text -> assertThat(JSON.readTree(text)).isEqualTo(JSON.readTree(json.toString())));
  }

  @Property
  @Spec("BIN-9")
  void whateverComesIsAnsweredAndBreaksNothing(@ForAll List<byte[]> messages) {
    FanfareConversation conversation = conversation();
    for (byte[] message : messages) {
      conversation.received(message, true);
    }
  }

  @Property
  @Spec("BIN-9")
  void aRequestWithChangedBytesBreaksNothing(
      @ForAll("requests") String request, @ForAll int at, @ForAll byte other, @ForAll int cut) {
    byte[] record = BinaryForm.write(request.replace('\'', '"'));
    record[Math.floorMod(at, record.length)] = other;
    conversation().received(record, true);
    conversation().received(Arrays.copyOf(record, Math.floorMod(cut, record.length)), true);
  }

  @Provide
  Arbitrary<String> requests() {
    return Arbitraries.of(
        "{'i':1,'op':'hello','v':1,'key':'a:b','client':{'name':'x'},'subs':{'a':{'last':3},'b':{}}}",
        "{'i':1,'op':'pubs','channel':'a','messages':[{'data':1},{'data':'x','kind':'text','tags':['a','b']}]}",
        "{'i':1,'op':'sub','channel':'a','at':{'e':'abc','o':5},'presence':'full'}",
        "{'i':1,'op':'pub','channel':'a','data':{'x':1},'extras':{'y':2},'ephemeral':true}");
  }

  @Property
  @Spec("BIN-9")
  void fieldsOfAnyBytesAreReadOrRefused(@ForAll byte[] bytes) {
    try {
      BinaryFields fields = BinaryFields.read(bytes, 0, bytes.length);
      for (String name : FieldNumbers.NAMES) {
        ask(fields, name);
      }
    } catch (InvalidInput refused) {
      assertThat(refused.fault().message()).isNotEmpty();
    }
  }

  private static void ask(BinaryFields fields, String name) {
    List<Asking> questions =
        List.of(
            () -> fields.text(name),
            () -> fields.integer(name, 0, 9),
            () -> fields.flag(name, true),
            () -> fields.object(name),
            () -> fields.map(name),
            () -> fields.objects(name, 3),
            () -> fields.texts(name, 3),
            () -> fields.value(name),
            () -> fields.objectBytes(name));
    for (Asking question : questions) {
      try {
        question.ask();
      } catch (InvalidInput refused) {
        assertThat(refused.fault().message()).isNotEmpty();
      }
    }
  }

  private interface Asking {
    Object ask() throws InvalidInput;
  }

  private static FanfareConversation conversation() {
    FanfareConversation conversation =
        new FanfareConversation(Codec.BINARY, new Clocks(() -> 0, () -> 0), Optional.empty());
    conversation.opened(new Opening(new ConnectionId("c"), Limits.DEFAULT, Duration.ofSeconds(25)));
    return conversation;
  }
}
