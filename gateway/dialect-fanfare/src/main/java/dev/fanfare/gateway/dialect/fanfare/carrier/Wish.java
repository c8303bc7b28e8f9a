package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Query;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command.PresenceView;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Start;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.FaultCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client wants to hear over HTTP.
 *
 * @param credential who it is
 * @param ticket the ticket's text where it came with one
 * @param cursor where it is, where it was here before
 * @param start where it begins in channels that the cursor does not know
 */
record Wish(
    List<ChannelName> channels,
    Presented credential,
    Optional<String> ticket,
    Optional<Cursor> cursor,
    Start start,
    PresenceView presence) {
  private static final String LAST_EVENT_ID = "last-event-id";

  Wish {
    channels = List.copyOf(channels);
  }

  /** The subscriptions, one for each channel. */
  List<Subscribe> subscriptions() {
    return channels.stream()
        .map(
            channel ->
                new Subscribe(
                    channel,
                    cursor
                        .flatMap(known -> known.place(channel))
                        .<Start>map(Start.After::new)
                        .orElse(start),
                    new View(presence, Optional.empty()),
                    Optional.empty()))
        .toList();
  }

  /** Whether the client has no place yet in some channel, and wants nothing of its past. */
  boolean isNewSomewhere() {
    return start instanceof Start.Now
        && channels.stream()
            .anyMatch(channel -> cursor.flatMap(known -> known.place(channel)).isEmpty());
  }

  /**
   * Reads a request; the caller reads parameters of its own before and finishes the query.
   *
   * @throws InvalidInput when it cannot be followed
   */
  static Wish read(RequestHead head, Query query, Seal seal) throws InvalidInput {
    List<ChannelName> channels = channels(query);
    Start start = Rewind.read(query);
    PresenceView presence =
        switch (query.oneOf("presence", "none", "count", "full").orElse("none")) {
          case "count" -> PresenceView.COUNT;
          case "full" -> PresenceView.FULL;
          default -> PresenceView.NONE;
        };
    Optional<Cursor> cursor = cursor(head, query, seal);
    Access access = Access.read(head, query, cursor);
    return new Wish(channels, access.credential(), access.ticket(), cursor, start, presence);
  }

  private static List<ChannelName> channels(Query query) throws InvalidInput {
    Set<ChannelName> channels = new LinkedHashSet<>();
    for (String list : query.texts("channels")) {
      for (String name : list.split(",", -1)) {
        channels.add(Drafts.channel(name));
      }
    }
    for (String name : query.texts("channel")) {
      channels.add(Drafts.channel(name));
    }
    if (channels.isEmpty()) {
      throw Query.refused(
          "channels", "is missing. Name one or more channels, separated by commas.");
    }
    if (channels.size() > Cursor.MAX_CHANNELS) {
      throw InvalidInput.of(
          FaultCode.TOO_MANY,
          "One request follows at most " + Cursor.MAX_CHANNELS + " channels. Open another.");
    }
    return new ArrayList<>(channels);
  }

  /** What the browser remembers is newer than what stands in the address. */
  private static Optional<Cursor> cursor(RequestHead head, Query query, Seal seal)
      throws InvalidInput {
    Optional<String> inAddress = query.text("cursor", Cursor.MAX_CHARS);
    Optional<String> text =
        head.header(LAST_EVENT_ID).filter(header -> !header.isEmpty()).or(() -> inAddress);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Cursor> cursor = Cursor.read(seal, text.get());
    if (cursor.isEmpty()) {
      throw Query.refused(
          "cursor",
          "(or the Last-Event-ID) is not one of this service. Send back what came last, or none.");
    }
    return cursor;
  }
}
