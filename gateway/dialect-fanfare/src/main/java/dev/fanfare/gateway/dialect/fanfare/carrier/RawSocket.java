package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Encoding;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Query;
import dev.fanfare.gateway.dialect.fanfare.socket.FanfareJsonEncoding;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Payload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The address of raw WebSockets: one channel, and what a client wants of it in the query. */
final class RawSocket {
  /** The subprotocol, and the encoding's name. */
  static final String NAME = "fanfare.v1.raw";

  private static final String TOKEN_PREFIX = "fanfare.token.";

  private RawSocket() {}

  /**
   * What a client wants.
   *
   * @param listens whether it hears the channel
   * @param echo whether it hears its own messages
   * @param envelope whether messages come as pushes rather than bare
   * @param texts how text frames are published
   */
  record Options(
      ChannelName channel,
      Start start,
      boolean listens,
      boolean echo,
      boolean envelope,
      Payload.Kind texts) {}

  static Match match(RequestHead head) throws InvalidInput {
    if (!head.webSocket()) {
      throw InvalidInput.of(FaultCode.UPGRADE_REQUIRED, FaultCode.UPGRADE_REQUIRED.remedy());
    }
    Query query = new Query(head);
    Options options = options(head, query);
    List<String> offered =
        head.headers().getOrDefault("sec-websocket-protocol", List.of()).stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .toList();
    if (!offered.isEmpty() && !offered.contains(NAME)) {
      throw InvalidInput.of(
          FaultCode.UNSUPPORTED,
          "None of the subprotocols is spoken here. Offer " + NAME + ", or none.");
    }
    Presented credential = credential(head, query, offered);
    query.finish();
    Encoding encoding = options.envelope() ? FanfareJsonEncoding.NAMED : RawEncoding.INSTANCE;
    return new Match.Converse(
        new RawConversation(options, credential),
        encoding,
        offered.isEmpty() ? Optional.empty() : Optional.of(NAME),
        // A ticket is taken once: by the conversation, not before.
        credential instanceof Presented.Ticket ? Optional.empty() : Optional.of(credential));
  }

  private static Options options(RequestHead head, Query query) throws InvalidInput {
    Payload.Kind texts =
        switch (query.oneOf("kind", "text", "json").orElse("text")) {
          case "json" -> Payload.Kind.JSON;
          default -> Payload.Kind.TEXT;
        };
    return new Options(
        Drafts.channel(head.segments().get(2)),
        Rewind.read(query),
        query.flag("listen", true),
        query.flag("echo", true),
        query.flag("envelope", false),
        texts);
  }

  private static Presented credential(RequestHead head, Query query, List<String> offered)
      throws InvalidInput {
    Optional<String> token =
        offered.stream().filter(protocol -> protocol.startsWith(TOKEN_PREFIX)).findFirst();
    if (token.isEmpty()) {
      return Access.read(head, query, Optional.empty()).credential();
    }
    for (String other : List.of("ticket", "key")) {
      if (!query.texts(other).isEmpty()) {
        throw Query.refused(other, "stands beside a token. Send one of them.");
      }
    }
    return new Presented.Token(token.get().substring(TOKEN_PREFIX.length()));
  }
}
