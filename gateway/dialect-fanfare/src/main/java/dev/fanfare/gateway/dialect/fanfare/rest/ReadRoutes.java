package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.HistoryQuery;
import dev.fanfare.gateway.dialect.fanfare.wire.Pages;
import dev.fanfare.gateway.dialect.fanfare.wire.Places;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.ListChannels;
import dev.fanfare.protocol.Command.ReadChannel;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Command.ReadPresence;
import dev.fanfare.protocol.Position;
import dev.fanfare.protocol.Result;
import java.util.Optional;

/** Everything that is read from channels. */
final class ReadRoutes {
  private static final int MAX_CURSOR_BYTES = 1_024;

  private ReadRoutes() {}

  /** {@code GET /v1/channels/{channel}/messages}. */
  static Call.Plan history(RequestHead head, String channelText) throws InvalidInput {
    ChannelName channel = Drafts.channel(channelText);
    Query query = new Query(head);
    int limit = query.limit(HistoryQuery.DEFAULT_LIMIT, HistoryQuery.MAX_LIMIT);
    Optional<String> direction = query.oneOf("direction", "backwards", "forwards");
    Optional<String> from = query.text("from", 64);
    Optional<String> cursor = query.text("cursor", 64);
    query.finish();
    Optional<Position> place = from.flatMap(Places::parse);
    if (from.isPresent() && place.isEmpty()) {
      throw Query.refused("from", "must be a message's epoch and offset, as 'epoch-offset'.");
    }
    ReadHistory command = HistoryQuery.of(channel, direction, place, cursor, limit);
    return body ->
        Call.Planned.one(
            command,
            result ->
                Json.answer(
                    200,
                    json -> Pages.history(json, (Result.HistoryPage) result, command.direction())));
  }

  /** {@code GET /v1/channels/{channel}/presence}. */
  static Call.Plan presence(RequestHead head, String channelText) throws InvalidInput {
    ChannelName channel = Drafts.channel(channelText);
    Query query = new Query(head);
    int limit = query.limit(100, 1_000);
    Optional<String> cursor = query.text("cursor", MAX_CURSOR_BYTES);
    Optional<String> client = query.text("client", ClientId.MAX_BYTES);
    query.finish();
    ReadPresence command = new ReadPresence(channel, client.map(ClientId::new), limit, cursor);
    return body ->
        Call.Planned.one(
            command,
            result -> Json.answer(200, json -> Pages.presence(json, (Result.PresencePage) result)));
  }

  /** {@code GET /v1/channels/{channel}}. */
  static Call.Plan status(RequestHead head, String channelText) throws InvalidInput {
    ChannelName channel = Drafts.channel(channelText);
    new Query(head).finish();
    return body ->
        Call.Planned.one(
            new ReadChannel(channel),
            result -> Json.answer(200, json -> Pages.status(json, (Result.ChannelStatus) result)));
  }

  /** {@code GET /v1/channels}. */
  static Call.Plan list(RequestHead head) throws InvalidInput {
    Query query = new Query(head);
    int limit = query.limit(100, 1_000);
    Optional<String> prefix = query.text("prefix", ChannelName.MAX_BYTES);
    Optional<String> cursor = query.text("cursor", ChannelName.MAX_BYTES);
    query.finish();
    if (cursor.isPresent() && !ChannelName.isValid(cursor.get())) {
      throw Query.refused("cursor", "is not one. Send back the 'next' of the page before.");
    }
    ListChannels command = new ListChannels(prefix.orElse(""), limit, cursor.map(ChannelName::new));
    return body ->
        Call.Planned.one(
            command,
            result -> Json.answer(200, json -> Pages.channels(json, (Result.ChannelPage) result)));
  }
}
