package dev.fanfare.gateway.log;

import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.PresenceChange;
import dev.fanfare.protocol.PresenceChange.Action;
import dev.fanfare.protocol.PresenceMember;
import java.util.Optional;

/**
 * The body of a presence entry.
 *
 * <pre>
 * action 1 | has data 1 | client | connection | members | of client | [payload]
 * </pre>
 *
 * <p>The member's offset and time are the header's.
 */
final class PresenceBody {
  private PresenceBody() {}

  static byte[] encode(PresenceChange change) {
    PresenceMember member = change.member();
    if (member.offset() != change.position().offset()) {
      throw new IllegalArgumentException("A change and its member stand at the same offset");
    }
    int expected = 48 + member.data().map(data -> data.bytes().length).orElse(0);
    ByteWriter out = EntryCodec.presenceHeader(change, expected);
    out.put(code(change.action()));
    out.putFlag(member.data().isPresent());
    out.putText(member.client().text());
    out.putText(member.connection().text());
    out.putVarint(change.members());
    out.putVarint(change.ofClient());
    member.data().ifPresent(data -> PayloadCodec.write(data, out));
    return out.toBytes();
  }

  static PresenceChange decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, EntryCodec.HEADER_BYTES);
    Action action = action(in.get());
    boolean hasData = in.getFlag();
    ClientId client = new ClientId(in.getText());
    ConnectionId connection = new ConnectionId(in.getText());
    int members = in.getInt();
    int ofClient = in.getInt();
    Optional<Payload> data = hasData ? Optional.of(PayloadCodec.read(in)) : Optional.empty();
    in.end();
    Position position = new Position(EntryCodec.epoch(bytes), EntryCodec.offset(bytes));
    PresenceMember member =
        new PresenceMember(
            client, connection, data, position.offset(), EntryCodec.timeMicros(bytes));
    return new PresenceChange(position, action, member, members, ofClient);
  }

  /** Written out, so that a new constant cannot change what stored bytes mean. */
  private static int code(Action action) {
    return switch (action) {
      case ENTER -> 0;
      case UPDATE -> 1;
      case LEAVE -> 2;
    };
  }

  private static Action action(int code) {
    return switch (code) {
      case 0 -> Action.ENTER;
      case 1 -> Action.UPDATE;
      case 2 -> Action.LEAVE;
      default -> throw new IllegalArgumentException("Unknown change of presence: " + code);
    };
  }
}
