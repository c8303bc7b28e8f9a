package dev.fanfare.gateway.dialect.pusher.socket;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Member;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.Signatures;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.ChannelProof;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Position;
import java.util.Optional;

/**
 * A subscribe that can be tried.
 *
 * @param name the channel as the client named it
 * @param enters what its presence entry carries; absent: it has no entry
 * @param after the place that the client knows
 */
record Joining(
    String name,
    ChannelName channel,
    Optional<ChannelProof> proof,
    Optional<Entry> enters,
    Optional<Position> after) {

  /** A presence entry. */
  record Entry(Optional<Payload> data) {}

  /**
   * Reads a subscribe.
   *
   * @param signedIn the user that the connection is
   * @param positions whether the client may name a place
   * @throws Unreadable when it cannot be tried; the message says why
   */
  static Joining read(
      String name,
      JsonFields fields,
      ConnectionId socket,
      Optional<User> signedIn,
      int userBytes,
      boolean positions)
      throws Unreadable {
    Optional<ClientId> user = Names.user(name);
    if (user.isPresent()) {
      if (signedIn.isEmpty() || !signedIn.get().id().equals(user.get())) {
        throw new Unreadable("A user's own channel is for that user, once signed in.");
      }
      return new Joining(
          name,
          ChannelName.ofUser(user.get()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
    Optional<String> objection = Names.objection(name);
    if (objection.isPresent()) {
      throw new Unreadable(objection.get());
    }
    ChannelName channel = new ChannelName(name);
    Optional<Position> after = positions ? position(fields) : Optional.empty();
    Names.Kind kind = Names.kind(name);
    if (kind == Names.Kind.PUBLIC) {
      return new Joining(name, channel, Optional.empty(), Optional.empty(), after);
    }
    Optional<String> auth = fields.text("auth");
    if (auth.isEmpty()) {
      throw new Unreadable(
          "Channel '" + name + "' needs 'auth', a signature that your server makes.");
    }
    Optional<String> data = fields.text("channel_data");
    Optional<ClientId> as = Optional.empty();
    Optional<Entry> enters = Optional.empty();
    if (kind == Names.Kind.PRESENCE) {
      if (data.isPresent()) {
        Member member = Member.read(data.get(), "user_id");
        as = Optional.of(member.client());
        enters = Optional.of(new Entry(sized(member, userBytes)));
      } else if (signedIn.isPresent()) {
        enters = Optional.of(new Entry(signedIn.get().member().data()));
      } else {
        throw new Unreadable(
            "Presence channel '"
                + name
                + "' needs 'channel_data' with a user_id, or a connection that has signed in.");
      }
    }
    ChannelProof proof = Signatures.channel(auth.get(), socket, channel, data, as);
    return new Joining(name, channel, Optional.of(proof), enters, after);
  }

  private static Optional<Payload> sized(Member member, int userBytes) throws Unreadable {
    int bytes = member.info().map(info -> info.length).orElse(0);
    if (bytes > userBytes) {
      throw new Unreadable(
          "The app allows " + userBytes + " bytes of user_info; these are " + bytes + ".");
    }
    return member.data();
  }

  private static Optional<Position> position(JsonFields fields) throws Unreadable {
    Optional<JsonFields> position = fields.objectOrText("position");
    if (position.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> epoch = Position.parseEpoch(position.get().needText("epoch"));
    Optional<JsonValue> offset = position.get().value("offset").filter(JsonValue::isNumber);
    if (epoch.isEmpty() || offset.isEmpty()) {
      throw wrongPosition();
    }
    try {
      return Optional.of(new Position(epoch.get(), Long.parseLong(offset.get().text())));
    } catch (IllegalArgumentException notAPlace) {
      throw wrongPosition();
    }
  }

  private static Unreadable wrongPosition() {
    return new Unreadable(
        "'position' is {\"epoch\",\"offset\"} as they came with the last event of the channel.");
  }
}
