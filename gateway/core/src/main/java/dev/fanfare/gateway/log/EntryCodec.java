package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Message;
import dev.fanfare.protocol.PresenceChange;

/** The bytes of an entry. */
final class EntryCodec {
  private EntryCodec() {}

  static byte[] encode(Message message) {
    throw new IllegalArgumentException("unknown version of an entry: " + message);
  }

  static byte[] encode(PresenceChange change) {
    throw new IllegalArgumentException("unknown version of an entry: " + change);
  }

  static void checkHeader(byte[] bytes) {
    throw new IllegalArgumentException("unknown version of an entry of " + bytes.length + " bytes");
  }

  static Entry.Kind kind(byte[] bytes) {
    return bytes[0] == 0 ? Entry.Kind.MESSAGE : Entry.Kind.PRESENCE;
  }

  static long epoch(byte[] bytes) {
    return bytes[1];
  }

  static long offset(byte[] bytes) {
    return bytes[2];
  }

  static long timeMicros(byte[] bytes) {
    return bytes[3];
  }

  static Message message(byte[] bytes) {
    throw new IllegalArgumentException("unknown version of an entry of " + bytes.length + " bytes");
  }

  static PresenceChange presence(byte[] bytes) {
    throw new IllegalArgumentException("unknown version of an entry of " + bytes.length + " bytes");
  }
}
