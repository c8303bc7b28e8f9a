package dev.fanfare.gateway.dialect.fanfare.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Payload;

/**
 * A message as subscribers get it, in few bytes: {@code alias varint | offset varint | time varint
 * | flags u8 | [name] | [key] | [id] | [from] | [conn] | [more] | payload}, texts behind their
 * lengths, {@code more} a record of fields, the payload to the record's end.
 */
public final class ShortMessage {
  /** The first byte of such a record. */
  static final int KIND = 1;

  static final int NAME = 1;
  static final int KEY = 2;
  static final int ID = 4;
  static final int FROM = 8;
  static final int CONNECTION = 16;
  static final int MORE = 32;
  static final int KIND_SHIFT = 6;

  private static final byte[] NONE = {};

  private ShortMessage() {}

  /** The record, with its length before it, in an array that fits exactly. */
  public static byte[] of(Event.Published published) {
    Message message = published.message();
    Draft draft = message.draft();
    byte[] name = draft.name().map(text -> text.getBytes(UTF_8)).orElse(NONE);
    byte[] key = draft.key().map(text -> text.getBytes(UTF_8)).orElse(NONE);
    byte[] id = draft.id().map(given -> given.text().getBytes(UTF_8)).orElse(NONE);
    byte[] from = draft.from().client().map(who -> who.text().getBytes(UTF_8)).orElse(NONE);
    byte[] connection =
        draft.from().connection().map(where -> where.text().getBytes(UTF_8)).orElse(NONE);
    byte[] more = Messages.hasMore(draft) ? more(draft) : NONE;
    byte[] payload = draft.payload().bytes();
    long offset = draft.ephemeral() ? 0 : message.position().offset();

    int flags =
        flag(name, NAME)
            | flag(key, KEY)
            | flag(id, ID)
            | flag(from, FROM)
            | flag(connection, CONNECTION)
            | flag(more, MORE)
            | kind(draft.payload().kind()) << KIND_SHIFT;
    int body =
        2
            + Varints.size(published.channel().alias())
            + Varints.size(offset)
            + Varints.size(message.timeMicros())
            + size(name)
            + size(key)
            + size(id)
            + size(from)
            + size(connection)
            + more.length
            + payload.length;
    byte[] record = new byte[Varints.size(body) + body];
    int at = Varints.write(body, record, 0);
    record[at++] = KIND;
    at = Varints.write(published.channel().alias(), record, at);
    at = Varints.write(offset, record, at);
    at = Varints.write(message.timeMicros(), record, at);
    record[at++] = (byte) flags;
    at = text(name, record, at);
    at = text(key, record, at);
    at = text(id, record, at);
    at = text(from, record, at);
    at = text(connection, record, at);
    System.arraycopy(more, 0, record, at, more.length); // its length is in it already
    System.arraycopy(payload, 0, record, at + more.length, payload.length);
    return record;
  }

  private static byte[] more(Draft draft) {
    BinaryWriter writer = new BinaryWriter(128).object();
    Messages.more(writer, draft);
    return writer.end().toBytes();
  }

  private static int kind(Payload.Kind kind) {
    return switch (kind) {
      case JSON -> 0;
      case TEXT -> 1;
      case BINARY -> 2;
    };
  }

  private static int flag(byte[] text, int flag) {
    return text.length == 0 ? 0 : flag;
  }

  private static int size(byte[] text) {
    return text.length == 0 ? 0 : Varints.size(text.length) + text.length;
  }

  private static int text(byte[] text, byte[] to, int at) {
    if (text.length == 0) {
      return at;
    }
    int start = Varints.write(text.length, to, at);
    System.arraycopy(text, 0, to, start, text.length);
    return start + text.length;
  }
}
