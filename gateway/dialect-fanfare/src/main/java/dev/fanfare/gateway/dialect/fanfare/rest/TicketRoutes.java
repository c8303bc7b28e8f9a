package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonObject;
import dev.fanfare.gateway.dialect.fanfare.json.PlainText;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.Pages;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.MakeTicket;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes what may stand in an address where a token must not. */
final class TicketRoutes {
  private static final int MAX_CHANNELS = 32;
  private static final long LONGEST_SECONDS = Duration.ofHours(24).toSeconds();

  private TicketRoutes() {}

  /** {@code POST /v1/tickets}. */
  static Call.Plan make(RequestHead head) throws InvalidInput {
    new Query(head).finish();
    MediaType.needJson(head);
    return body ->
        Call.Planned.one(
            command(JsonObject.read(body, 0, body.length)),
            result -> Json.answer(201, json -> Pages.ticket(json, (Result.TicketMade) result)));
  }

  private static MakeTicket command(Fields fields) throws InvalidInput {
    List<String> names =
        fields.need(
            fields.texts("channels", MAX_CHANNELS), "channels", "an array of channel names");
    if (names.isEmpty()) {
      throw fields.refused("channels", "is empty. Name the channels that the ticket opens.");
    }
    Set<ChannelName> channels = new LinkedHashSet<>();
    for (String name : names) {
      channels.add(Drafts.channel(name));
    }
    Optional<String> client = fields.text("client");
    if (client.isPresent() && !ClientId.isValid(client.get())) {
      throw fields.refused("client", PlainText.demand(ClientId.MAX_BYTES));
    }
    Optional<Duration> lasting =
        fields.integer("lastsSeconds", 1, LONGEST_SECONDS).map(Duration::ofSeconds);
    fields.finish();
    return new MakeTicket(List.copyOf(channels), client.map(ClientId::new), lasting);
  }
}
