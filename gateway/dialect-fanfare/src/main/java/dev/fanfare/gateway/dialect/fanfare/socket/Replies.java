package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults.Scope;
import dev.fanfare.gateway.dialect.fanfare.wire.Messages;
import dev.fanfare.gateway.dialect.fanfare.wire.Pages;
import dev.fanfare.gateway.dialect.fanfare.wire.Places;
import dev.fanfare.gateway.dialect.fanfare.wire.Words;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Continuity;

/** Writes the replies to requests, except for the hello's own. */
final class Replies {
  private final Codec codec;

  Replies(Codec codec) {
    this.codec = codec;
  }

  /** The reply for a result in a shape. */
  byte[] of(Tag tag, Result result) {
    return switch (result) {
      case Result.Refused refused -> refused(tag, refused.fault());
      case Result.Authenticated authenticated -> authenticated(tag, authenticated);
      case Result.Subscribed subscribed -> subscribed(tag, subscribed);
      case Result.Unsubscribed unused -> done(tag.i());
      case Result.Published published -> published(tag, published);
      case Result.PresenceChanged changed -> changed(tag, changed);
      case Result.PresencePage page -> presence(tag, page);
      case Result.HistoryPage page -> history(tag, page);
      case Result.ChannelStatus status -> status(tag, status);
      case Result.ChannelPage page -> channels(tag, page);
      case Result.TicketMade made -> ticket(tag, made);
      case Result.Disconnected disconnected ->
          closed(ok(tag).object().field("connections", disconnected.connections()));
    };
  }

  /** A refusal of a request. */
  byte[] refused(Tag tag, Fault fault) {
    Scope scope =
        switch (tag.shape()) {
          case Shape.Greeting unused -> Scope.CONNECTION;
          case Shape.Greeted unused -> Scope.CHANNEL;
          case Shape.Joining unused -> Scope.CHANNEL;
          case Shape.Plain unused -> Scope.OP;
          case Shape.Single unused -> Scope.OP;
          case Shape.Count unused -> Scope.OP;
          case Shape.Paged unused -> Scope.OP;
        };
    FieldWriter json = begin(tag).name("err");
    Faults.write(json, fault, scope);
    return json.end().toBytes();
  }

  /** A refusal of a frame that asks for nothing that could be understood. */
  byte[] refused(long i, Fault fault) {
    return refused(new Tag(i, new Shape.Plain()), fault);
  }

  /** A refusal of a frame without a number to answer to. */
  byte[] unreadable(Fault fault) {
    FieldWriter json = codec.writer(256).object().name("i").nothing().name("err");
    Faults.write(json, fault, Scope.OP);
    return json.end().toBytes();
  }

  /** It is done, and there is nothing to add. */
  byte[] done(long i) {
    return codec.writer(32).object().field("i", i).name("ok").object().end().end().toBytes();
  }

  /** The time, for a ping. */
  byte[] time(long i, long nowMillis) {
    return codec
        .writer(64)
        .object()
        .field("i", i)
        .name("ok")
        .object()
        .field("now", nowMillis)
        .end()
        .end()
        .toBytes();
  }

  /** What an authentication says, within an object. */
  static void credential(FieldWriter json, Result.Authenticated authenticated) {
    authenticated.client().ifPresent(client -> json.field("client", client.text()));
    authenticated
        .expiresAt()
        .ifPresent(instant -> json.field("expiresAtMs", instant.toEpochMilli()));
  }

  private byte[] authenticated(Tag tag, Result.Authenticated authenticated) {
    FieldWriter json = ok(tag).object();
    credential(json, authenticated);
    return closed(json);
  }

  private byte[] subscribed(Tag tag, Result.Subscribed subscribed) {
    FieldWriter json = ok(tag).object().field("c", subscribed.channel().alias());
    Places.fields(json, subscribed.position());
    switch (subscribed.continuity()) {
      case Continuity.Full unused -> json.field("state", "full");
      case Continuity.Gap gap ->
          json.field("state", "gap")
              .name("gap")
              .array()
              .number(gap.from())
              .number(gap.to())
              .endArray();
      case Continuity.Reset reset ->
          json.field("state", "reset").field("why", Words.of(reset.why()));
    }
    subscribed
        .presence()
        .ifPresent(
            page -> {
              json.name("presence");
              Pages.presence(json, page);
            });
    return closed(json);
  }

  private byte[] published(Tag tag, Result.Published published) {
    FieldWriter json = ok(tag);
    if (tag.shape() instanceof Shape.Single) {
      Messages.ack(json, published.acks().get(0));
      return json.end().toBytes();
    }
    json.object().name("acks").array();
    published.acks().forEach(ack -> Messages.ack(json, ack));
    return closed(json.endArray());
  }

  private byte[] changed(Tag tag, Result.PresenceChanged changed) {
    FieldWriter json = ok(tag).object();
    Places.fields(json, changed.position());
    return closed(json);
  }

  private byte[] presence(Tag tag, Result.PresencePage page) {
    FieldWriter json = ok(tag);
    if (tag.shape() instanceof Shape.Count) {
      json.object();
      Places.fields(json, page.position());
      return closed(json.field("n", page.total()));
    }
    Pages.presence(json, page);
    return json.end().toBytes();
  }

  private byte[] history(Tag tag, Result.HistoryPage page) {
    Direction direction =
        tag.shape() instanceof Shape.Paged paged ? paged.direction() : Direction.BACKWARDS;
    FieldWriter json = ok(tag);
    Pages.history(json, page, direction);
    return json.end().toBytes();
  }

  private byte[] status(Tag tag, Result.ChannelStatus status) {
    FieldWriter json = ok(tag);
    Pages.status(json, status);
    return json.end().toBytes();
  }

  private byte[] ticket(Tag tag, Result.TicketMade made) {
    FieldWriter json = ok(tag);
    Pages.ticket(json, made);
    return json.end().toBytes();
  }

  private byte[] channels(Tag tag, Result.ChannelPage page) {
    FieldWriter json = ok(tag);
    Pages.channels(json, page);
    return json.end().toBytes();
  }

  private FieldWriter ok(Tag tag) {
    return begin(tag).name("ok");
  }

  private FieldWriter begin(Tag tag) {
    FieldWriter json = codec.writer(256).object().field("i", tag.i());
    if (tag.shape() instanceof Shape.Greeted greeted) {
      json.field("sub", greeted.channel().text());
    }
    return json;
  }

  private static byte[] closed(FieldWriter json) {
    return json.end().end().toBytes();
  }
}
