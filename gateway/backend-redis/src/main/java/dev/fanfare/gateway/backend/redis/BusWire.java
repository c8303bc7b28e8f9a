package dev.fanfare.gateway.backend.redis;

import dev.fanfare.gateway.log.Entry;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.KeyId;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
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
    return switch (message) {
      case Control.Disconnect(AppId app, Target.OfConnection target, String reason) ->
          texts(0, app.text(), target.connection().text(), reason);
      case Control.Disconnect(AppId app, Target.OfClient target, String reason) ->
          texts(1, app.text(), target.client().text(), reason);
      case Control.Revoked(AppId app, KeyId key) -> texts(2, app.text(), key.text());
      case Control.AppChanged(AppId app, long version) ->
          texts(3, app.text(), Long.toString(version));
    };
  }

  static Control control(Buffer in) {
    check(in.length() > 1 && in.getByte(0) == VERSION);
    List<String> texts = new ArrayList<>(3);
    int at = 2;
    while (at < in.length()) {
      check(in.length() - at >= Integer.BYTES);
      int length = in.getInt(at);
      at += Integer.BYTES;
      check(length >= 0 && in.length() - at >= length);
      texts.add(in.getString(at, at + length, StandardCharsets.UTF_8.name()));
      at += length;
    }
    int kind = in.getByte(1);
    check(kind >= 0 && kind <= 3 && texts.size() == (kind < 2 ? 3 : 2));
    AppId app = new AppId(texts.get(0));
    String what = texts.get(1);
    return switch (kind) {
      case 0 ->
          new Control.Disconnect(
              app, new Target.OfConnection(new ConnectionId(what)), texts.get(2));
      case 1 -> new Control.Disconnect(app, new Target.OfClient(new ClientId(what)), texts.get(2));
      case 2 -> new Control.Revoked(app, new KeyId(what));
      default -> new Control.AppChanged(app, Long.parseLong(what));
    };
  }

  private static Buffer texts(int kind, String... texts) {
    Buffer out = Buffer.buffer(64).appendByte(VERSION).appendByte((byte) kind);
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.appendInt(bytes.length).appendBytes(bytes);
    }
    return out;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("This is no message of a Fanfare bus");
    }
  }
}
