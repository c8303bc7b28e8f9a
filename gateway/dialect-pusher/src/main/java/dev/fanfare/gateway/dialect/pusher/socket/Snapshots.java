package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.wire.Member;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.PresenceMember;
import dev.fanfare.protocol.Result.PresencePage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Who is in presence channels, rendered: once for each state of a channel, for all who join while
 * it holds. Any thread. Bounded: the state that was not asked for the longest goes first.
 */
public final class Snapshots {
  private static final long MAX_BYTES = 16 << 20;

  private final LinkedHashMap<State, byte[]> rendered = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** None yet. */
  public Snapshots() {}

  /**
   * A state of a channel's presence: every change raises the newest entry's offset, or lowers the
   * number of entries.
   */
  private record State(AppId app, String channel, long epoch, long newest, int entries) {}

  /** A frame for this state, made by the function where nobody has it yet. */
  byte[] frame(
      AppId app, String channel, PresencePage page, Function<PresencePage, byte[]> render) {
    long newest = page.members().stream().mapToLong(PresenceMember::offset).max().orElse(0);
    State state = new State(app, channel, page.position().epoch(), newest, page.total());
    synchronized (this) {
      byte[] known = rendered.get(state);
      if (known != null) {
        return known;
      }
    }
    byte[] made = render.apply(page);
    keep(state, made);
    return made;
  }

  private synchronized void keep(State state, byte[] frame) {
    byte[] before = rendered.put(state, frame);
    bytes += frame.length - (before == null ? 0 : before.length);
    var oldest = rendered.entrySet().iterator();
    while (bytes > MAX_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().getValue().length;
      oldest.remove();
    }
  }

  /** Users, not entries: each once, with what its last entry says. */
  static JsonOut write(PresencePage page, JsonOut out) {
    Map<String, Member> users = new LinkedHashMap<>();
    for (PresenceMember entry : page.members()) {
      users.put(entry.client().text(), Member.of(entry));
    }
    out.name("presence").object().name("ids").array();
    users.keySet().forEach(out::text);
    out.endArray().name("hash").object();
    users.forEach(
        (id, member) ->
            out.name(id).json(member.info().orElseGet(() -> new byte[] {'n', 'u', 'l', 'l'})));
    return out.end().field("count", users.size()).end();
  }
}
