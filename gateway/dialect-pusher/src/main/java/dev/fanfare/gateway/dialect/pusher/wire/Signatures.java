package dev.fanfare.gateway.dialect.pusher.wire;

import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;

/** What customers' servers sign, and how the signature is sent: {@code KEY:HEX}. */
public final class Signatures {
  private Signatures() {}

  private record Auth(KeyId key, String macHex) {}

  /**
   * What lets a connection into a channel.
   *
   * @param channelData exactly as it came
   * @param as the user that it names
   */
  public static ChannelProof channel(
      String auth,
      ConnectionId socket,
      ChannelName channel,
      Optional<String> channelData,
      Optional<ClientId> as)
      throws Unreadable {
    Auth read = read(auth);
    String signed =
        socket.text() + ":" + channel.text() + channelData.map(data -> ":" + data).orElse("");
    return new ChannelProof.Signature(
        read.key,
        signed.getBytes(StandardCharsets.UTF_8),
        read.macHex,
        EnumSet.of(Operation.SUBSCRIBE, Operation.PUBLISH, Operation.PRESENCE),
        as);
  }

  /** What proves that a connection is a user. */
  public static Presented signIn(String auth, ConnectionId socket, String userData, ClientId user)
      throws Unreadable {
    Auth read = read(auth);
    String signed = socket.text() + "::user::" + userData;
    return new Presented.Signed(
        read.key, signed.getBytes(StandardCharsets.UTF_8), read.macHex, Optional.of(user));
  }

  private static Auth read(String auth) throws Unreadable {
    int colon = auth.indexOf(':');
    if (colon < 0 || !KeyId.isValid(auth.substring(0, colon))) {
      throw new Unreadable("'auth' is KEY:SIGNATURE, as your server's library makes it.");
    }
    return new Auth(new KeyId(auth.substring(0, colon)), auth.substring(colon + 1));
  }
}
