package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import java.util.Arrays;

/**
 * One entry of a channel's log as one array of bytes: the same bytes in the log, on the bus, in a
 * backup's delta and in the archive. Its place can be read without decoding the rest. Immutable.
 */
public final class Entry {
  private final byte[] bytes;

  private Entry(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The encoded message. An ephemeral one has offset 0. */
  public static Entry of(Message message) {
    return new Entry(EntryCodec.encode(message));
  }

  /** The encoded change. */
  public static Entry of(PresenceChange change) {
    return new Entry(EntryCodec.encode(change));
  }

  /**
   * Reads what {@link #bytes()} gave, from a store or a bus.
   *
   * @throws IllegalArgumentException when these are not the bytes of an entry; thrown here or by
   *     {@link #message()} and {@link #presence()}, never anything else
   */
  public static Entry ofBytes(byte[] bytes) {
    EntryCodec.checkHeader(bytes);
    return new Entry(bytes);
  }

  /** The bytes themselves; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** What kind of entry it is. */
  public Kind kind() {
    return EntryCodec.kind(bytes);
  }

  /** Where it stands. */
  public Position position() {
    return new Position(epoch(), offset());
  }

  /** The epoch in which it was written. */
  public long epoch() {
    return EntryCodec.epoch(bytes);
  }

  /** Its place in the order; 0 for an ephemeral message. */
  public long offset() {
    return EntryCodec.offset(bytes);
  }

  /** When the channel took it, microseconds since 1970. */
  public long timeMicros() {
    return EntryCodec.timeMicros(bytes);
  }

  /** Whether it is a message with a time to live. */
  public boolean mayExpire() {
    return EntryCodec.has(EntryCodec.HAS_TTL, bytes);
  }

  /** The message; only for {@link Kind#MESSAGE}. */
  public Message message() {
    return EntryCodec.message(bytes);
  }

  /** The change; only for {@link Kind#PRESENCE}. */
  public PresenceChange presence() {
    return EntryCodec.presence(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return kind() + "@" + position();
  }

  /** What an entry holds. */
  public enum Kind {
    MESSAGE,
    PRESENCE
  }
}
