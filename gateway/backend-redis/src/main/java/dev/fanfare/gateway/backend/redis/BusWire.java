package dev.fanfare.gateway.backend.redis;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.port.ControlWire;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a message on Redis. Whatever cannot have been written here is refused with {@link
 * IllegalArgumentException}: anybody may have published it.
 */
final class BusWire {
  private static final byte VERSION = 1;

  private BusWire() {}

  /** A version, then length and bytes of each entry. */
  static Buffer entries(List<Entry> entries) {
    Buffer out = Buffer.buffer(256).appendByte(VERSION);
    for (Entry entry : entries) {
      byte[] bytes = entry.bytes();
      out.appendInt(bytes.length).appendBytes(bytes);
    }
    return out;
  }

  static List<Entry> entries(Buffer in) {
    check(in.length() > 0 && in.getByte(0) == VERSION);
    List<Entry> entries = new ArrayList<>(1);
    int at = 1;
    while (at < in.length()) {
      check(in.length() - at >= Integer.BYTES);
      int length = in.getInt(at);
      at += Integer.BYTES;
      check(length > 0 && in.length() - at >= length);
      entries.add(Entry.ofBytes(in.getBytes(at, at + length)));
      at += length;
    }
    return entries;
  }

  static Buffer control(Control message) {
    return Buffer.buffer(ControlWire.encode(message));
  }

  static Control control(Buffer in) {
    return ControlWire.decode(in.getBytes());
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("This is no message of a Fanfare bus");
    }
  }
}
