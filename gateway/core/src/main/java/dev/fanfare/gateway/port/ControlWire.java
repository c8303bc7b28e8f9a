package dev.fanfare.gateway.port;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Control messages as bytes: a version, the kind, then texts, each behind its length. Whatever
 * cannot have been written here is refused with {@link IllegalArgumentException}.
 */
public final class ControlWire {
  private static final byte VERSION = 1;
  private static final int HEADER = 2;
  private static final int KINDS = 4;

  private ControlWire() {}

  /** A message as bytes. */
  public static byte[] encode(Control message) {
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

  /** The message that {@link #encode} wrote. */
  public static Control decode(byte[] bytes) {
    check(bytes.length > 1 && bytes[0] == VERSION);
    ByteBuffer in = ByteBuffer.wrap(bytes).position(HEADER);
    List<String> texts = new ArrayList<>(3);
    while (in.hasRemaining()) {
      check(in.remaining() >= Integer.BYTES);
      int length = in.getInt();
      check(length >= 0 && length <= in.remaining());
      texts.add(new String(bytes, in.position(), length, StandardCharsets.UTF_8));
      in.position(in.position() + length);
    }
    int kind = bytes[1];
    check(kind >= 0 && kind < KINDS && texts.size() == (kind < 2 ? 3 : 2));
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

  private static byte[] texts(int kind, String... texts) {
    List<byte[]> all = new ArrayList<>(texts.length);
    int length = HEADER;
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      all.add(bytes);
      length += Integer.BYTES + bytes.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length).put(VERSION).put((byte) kind);
    all.forEach(bytes -> out.putInt(bytes.length).put(bytes));
    return out.array();
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("This is no control message of Fanfare");
    }
  }
}
