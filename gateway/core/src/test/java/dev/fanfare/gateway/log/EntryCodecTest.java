package dev.fanfare.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Action;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceMember;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

  @Property(tries = 500)
  void everyFieldOfAMessageSurvives(@ForAll("messages") Message message) {
    Entry entry = Entry.ofBytes(Entry.of(message).bytes());

    assertThat(entry.message()).isEqualTo(message);
    assertThat(entry.kind()).isEqualTo(Entry.Kind.MESSAGE);
    assertThat(entry.position()).isEqualTo(message.position());
    assertThat(entry.timeMicros()).isEqualTo(message.timeMicros());
  }

  @Property(tries = 300)
  void everyFieldOfAPresenceChangeSurvives(@ForAll("changes") PresenceChange change) {
    Entry entry = Entry.ofBytes(Entry.of(change).bytes());

    assertThat(entry.presence()).isEqualTo(change);
    assertThat(entry.kind()).isEqualTo(Entry.Kind.PRESENCE);
    assertThat(entry.position()).isEqualTo(change.position());
  }

  @Property(tries = 200)
  void bytesThatEndTooEarlyOrGoOnAreRefused(
      @ForAll("messages") Message message, @ForAll("changes") PresenceChange change) {
    for (byte[] bytes : new byte[][] {Entry.of(message).bytes(), Entry.of(change).bytes()}) {
      for (int length = 0; length < bytes.length; length++) {
        byte[] shorter = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> decode(shorter)).isInstanceOf(IllegalArgumentException.class);
      }
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThatThrownBy(() -> decode(longer)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property(tries = 2_000)
  void changedBytesAreRefusedCleanlyOrMeanSomethingElse(
      @ForAll("messages") Message message,
      @ForAll("changes") PresenceChange change,
      @ForAll @IntRange(max = 100_000) int where,
      @ForAll byte value) {
    for (byte[] bytes : new byte[][] {Entry.of(message).bytes(), Entry.of(change).bytes()}) {
      bytes[where % bytes.length] = value;
      decodeOrRefuse(bytes);
    }
  }

  @Property(tries = 2_000)
  void anyBytesAreRefusedCleanly(@ForAll byte[] bytes) {
    decodeOrRefuse(bytes);
    byte[] withHeader = Arrays.copyOf(Entry.of(plain()).bytes(), EntryCodec.HEADER_BYTES);
    byte[] all = Arrays.copyOf(withHeader, withHeader.length + bytes.length);
    System.arraycopy(bytes, 0, all, withHeader.length, bytes.length);
    decodeOrRefuse(all);
    all[1] = 1;
    all[2] = 0;
    decodeOrRefuse(all);
  }

  @Test
  void aLengthThatTheBytesDoNotHaveAllocatesNothing() {
    byte[] bytes = Entry.of(plain()).bytes();
    byte[] hostile = Arrays.copyOf(bytes, EntryCodec.HEADER_BYTES + 7);
    hostile[EntryCodec.HEADER_BYTES] = 1;
    Arrays.fill(hostile, EntryCodec.HEADER_BYTES + 1, EntryCodec.HEADER_BYTES + 5, (byte) 0xFF);
    hostile[EntryCodec.HEADER_BYTES + 5] = 7;

    assertThatThrownBy(() -> Entry.ofBytes(hostile).message())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownVersionKindOrFlagIsRefused() {
    for (int at = 0; at < 3; at++) {
      byte[] bytes = Entry.of(plain()).bytes();
      bytes[at] = 99;
      assertThatThrownBy(() -> Entry.ofBytes(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aNegativeOffsetIsRefused() {
    byte[] bytes = Entry.of(plain()).bytes();
    bytes[11] = (byte) 0x80;

    assertThatThrownBy(() -> Entry.ofBytes(bytes)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEntryIsOnlyWhatItIs() {
    assertThatThrownBy(() -> Entry.of(plain()).presence())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPlainMessageOfTwoHundredBytesCostsThirtyOneMore() {
    Payload payload = Payload.binary(new byte[200]);
    Message message = new Message(new Position(1, 1), 1, Draft.of(payload));

    assertThat(Entry.of(message).bytes()).hasSize(231);
  }

  private static Message plain() {
    return new Message(new Position(5, 1), 1, Draft.of(Payload.text("hello")));
  }

  private static void decode(byte[] bytes) {
    Entry entry = Entry.ofBytes(bytes);
    switch (entry.kind()) {
      case MESSAGE -> entry.message();
      case PRESENCE -> entry.presence();
    }
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      decode(bytes);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).isNotNull();
    }
  }

  @Provide
  Arbitrary<Message> messages() {
    return Combinators.combine(
            positions(), Arbitraries.longs(), drafts(), Arbitraries.integers().between(0, 255))
        .as((position, time, draft, unused) -> new Message(position, time, draft));
  }

  @Provide
  Arbitrary<PresenceChange> changes() {
    return Combinators.combine(
            positions(),
            Arbitraries.of(PresenceChange.Action.class),
            clients(),
            connections(),
            payloads().optional(),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, Integer.MAX_VALUE))
        .as(
            (position, action, client, connection, data, time, members) ->
                new PresenceChange(
                    position,
                    action,
                    new PresenceMember(client, connection, data, position.offset(), time),
                    members));
  }

  private static Arbitrary<Draft> drafts() {
    var texts =
        Combinators.combine(
            texts().optional(),
            texts().optional(),
            texts().optional(),
            texts().list().ofMaxSize(4));
    var flags = Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false));
    return Combinators.combine(
            texts.as((name, key, extras, tags) -> new Object[] {name, key, extras, tags}),
            payloads(),
            texts().map(text -> new MessageId("i" + text)).optional(),
            flags.as((ephemeral, noStore) -> new boolean[] {ephemeral, noStore}),
            connections().optional(),
            Arbitraries.longs().map(seconds -> Duration.ofSeconds(seconds, 7)).optional(),
            changed().optional(),
            Combinators.combine(clients().optional(), connections().optional())
                .as(Draft.Sender::new))
        .as(
            (said, payload, id, flag, except, ttl, change, from) ->
                draft(said, payload, id, flag, except, ttl, change, from));
  }

  @SuppressWarnings("unchecked")
  private static Draft draft(
      Object[] said,
      Payload payload,
      Optional<MessageId> id,
      boolean[] flag,
      Optional<ConnectionId> except,
      Optional<Duration> ttl,
      Optional<Draft.Change> change,
      Draft.Sender from) {
    return new Draft(
        (Optional<String>) said[0],
        payload,
        (Optional<String>) said[1],
        id,
        (java.util.List<String>) said[3],
        (Optional<String>) said[2],
        flag[0],
        flag[1],
        except,
        ttl,
        change,
        from);
  }

  private static Arbitrary<Draft.Change> changed() {
    return Combinators.combine(
            Arbitraries.of(Action.class).filter(action -> action != Action.CREATE), texts())
        .as(Draft.Change::new);
  }

  private static Arbitrary<Payload> payloads() {
    return Combinators.combine(
            Arbitraries.of(Payload.Kind.class),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
            texts().optional())
        .as(Payload::new);
  }

  private static Arbitrary<Position> positions() {
    return Combinators.combine(Arbitraries.longs(), Arbitraries.longs().between(0, Long.MAX_VALUE))
        .as(Position::new);
  }

  private static Arbitrary<ClientId> clients() {
    return texts().map(text -> new ClientId("c" + text));
  }

  private static Arbitrary<ConnectionId> connections() {
    return Arbitraries.strings()
        .alpha()
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(64)
        .map(ConnectionId::new);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("abc {}\"é߿€\uFFFD")
        .ofMaxLength(20)
        .map(text -> text + (text.length() % 2 == 0 ? "\uD83D\uDE00" : ""));
  }
}
