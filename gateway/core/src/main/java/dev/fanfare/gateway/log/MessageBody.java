package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Action;
import dev.fanfare.protocol.Draft.Change;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.MessageId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a message entry.
 *
 * <pre>
 * [ttl: seconds zigzag, nanos] | fields 1 | [action 1, serial] | [name] [key] [id] [tags] [extras] [except]
 * [client] [connection] | payload
 * </pre>
 *
 * <p>What stands in brackets is there when the header's flags or the bits of {@code fields} say so.
 */
final class MessageBody {
  private static final int NAME = 1;
  private static final int KEY = 2;
  private static final int ID = 4;
  private static final int TAGS = 8;
  private static final int EXTRAS = 16;
  private static final int EXCEPT = 32;
  private static final int CLIENT = 64;
  private static final int CONNECTION = 128;

  private MessageBody() {}

  static byte[] encode(Message message) {
    Draft draft = message.draft();
    ByteWriter out =
        EntryCodec.messageHeader(flags(draft), message, 96 + draft.payload().bytes().length);
    draft.ttl().ifPresent(ttl -> writeTtl(ttl, out));
    out.put(fields(draft));
    draft.change().ifPresent(change -> writeChange(change, out));
    draft.name().ifPresent(out::putText);
    draft.key().ifPresent(out::putText);
    draft.id().ifPresent(id -> out.putText(id.text()));
    if (!draft.tags().isEmpty()) {
      out.putVarint(draft.tags().size());
      draft.tags().forEach(out::putText);
    }
    draft.extras().ifPresent(out::putText);
    draft.except().ifPresent(except -> out.putText(except.text()));
    draft.from().client().ifPresent(client -> out.putText(client.text()));
    draft.from().connection().ifPresent(connection -> out.putText(connection.text()));
    PayloadCodec.write(draft.payload(), out);
    return out.toBytes();
  }

  static Message decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, EntryCodec.HEADER_BYTES);
    Optional<Duration> ttl =
        EntryCodec.has(EntryCodec.HAS_TTL, bytes) ? Optional.of(readTtl(in)) : Optional.empty();
    int fields = in.get();
    Optional<Change> change =
        EntryCodec.has(EntryCodec.IS_CHANGE, bytes)
            ? Optional.of(readChange(in))
            : Optional.empty();
    Optional<String> name = text(fields, NAME, in);
    Optional<String> key = text(fields, KEY, in);
    Optional<MessageId> id = text(fields, ID, in).map(MessageId::new);
    List<String> tags = (fields & TAGS) != 0 ? readTags(in) : List.of();
    Optional<String> extras = text(fields, EXTRAS, in);
    Optional<ConnectionId> except = text(fields, EXCEPT, in).map(ConnectionId::new);
    Optional<ClientId> client = text(fields, CLIENT, in).map(ClientId::new);
    Optional<ConnectionId> connection = text(fields, CONNECTION, in).map(ConnectionId::new);
    Payload payload = PayloadCodec.read(in);
    in.end();
    Draft draft =
        new Draft(
            name,
            payload,
            key,
            id,
            tags,
            extras,
            EntryCodec.has(EntryCodec.EPHEMERAL, bytes),
            EntryCodec.has(EntryCodec.NO_STORE, bytes),
            except,
            ttl,
            change,
            new Sender(client, connection));
    Position position = new Position(EntryCodec.epoch(bytes), EntryCodec.offset(bytes));
    return new Message(position, EntryCodec.timeMicros(bytes), draft);
  }

  /**
   * The time to live that stands first in the body; as long as a long can say when it is longer.
   */
  static long ttlMicros(byte[] bytes) {
    return Micros.of(readTtl(new ByteReader(bytes, EntryCodec.HEADER_BYTES)));
  }

  private static int flags(Draft draft) {
    return (draft.ephemeral() ? EntryCodec.EPHEMERAL : 0)
        | (draft.noStore() ? EntryCodec.NO_STORE : 0)
        | (draft.ttl().isPresent() ? EntryCodec.HAS_TTL : 0)
        | (draft.change().isPresent() ? EntryCodec.IS_CHANGE : 0);
  }

  private static int fields(Draft draft) {
    return (draft.name().isPresent() ? NAME : 0)
        | (draft.key().isPresent() ? KEY : 0)
        | (draft.id().isPresent() ? ID : 0)
        | (draft.tags().isEmpty() ? 0 : TAGS)
        | (draft.extras().isPresent() ? EXTRAS : 0)
        | (draft.except().isPresent() ? EXCEPT : 0)
        | (draft.from().client().isPresent() ? CLIENT : 0)
        | (draft.from().connection().isPresent() ? CONNECTION : 0);
  }

  private static Optional<String> text(int fields, int field, ByteReader in) {
    return (fields & field) != 0 ? Optional.of(in.getText()) : Optional.empty();
  }

  private static void writeTtl(Duration ttl, ByteWriter out) {
    out.putVarint(ttl.toSeconds() << 1 ^ ttl.toSeconds() >> 63);
    out.putVarint(ttl.toNanosPart());
  }

  private static Duration readTtl(ByteReader in) {
    long zigzag = in.getVarint();
    int nanos = in.getInt();
    try {
      return Duration.ofSeconds(zigzag >>> 1 ^ -(zigzag & 1), nanos);
    } catch (ArithmeticException | DateTimeException tooLong) {
      throw new IllegalArgumentException("A time to live is too long", tooLong);
    }
  }

  private static void writeChange(Change change, ByteWriter out) {
    out.put(code(change.action()));
    out.putText(change.serial());
  }

  private static Change readChange(ByteReader in) {
    return new Change(action(in.get()), in.getText());
  }

  private static List<String> readTags(ByteReader in) {
    int count = in.getCount(1);
    List<String> tags = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tags.add(in.getText());
    }
    return tags;
  }

  /** Written out, so that a new constant cannot change what stored bytes mean. */
  private static int code(Action action) {
    return switch (action) {
      case CREATE -> 0;
      case UPDATE -> 1;
      case APPEND -> 2;
      case DELETE -> 3;
      case ANNOTATION -> 4;
    };
  }

  private static Action action(int code) {
    return switch (code) {
      case 1 -> Action.UPDATE;
      case 2 -> Action.APPEND;
      case 3 -> Action.DELETE;
      case 4 -> Action.ANNOTATION;
      default -> throw new IllegalArgumentException("Unknown action of a message: " + code);
    };
  }
}
