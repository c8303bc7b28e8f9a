package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.protocol.Command.Direction;
import dev.fanfare.protocol.Result.ChannelPage;
import dev.fanfare.protocol.Result.ChannelStatus;
import dev.fanfare.protocol.Result.HistoryPage;
import dev.fanfare.protocol.Result.PresencePage;
import dev.fanfare.protocol.Result.TicketMade;

/** Writes pages of history and presence, and a channel's state. */
public final class Pages {
  private Pages() {}

  /** A page of history, as one object. */
  public static void history(FieldWriter json, HistoryPage page, Direction direction) {
    json.object().name("messages").array();
    page.messages().forEach(message -> Messages.withPlace(json, message));
    json.endArray();
    page.next().ifPresent(next -> json.field("next", HistoryCursor.text(direction, next)));
    json.end();
  }

  /** A page of presence, as one object. */
  public static void presence(FieldWriter json, PresencePage page) {
    json.object();
    Places.fields(json, page.position());
    json.field("n", page.total());
    json.name("members").array();
    page.members()
        .forEach(
            member -> {
              json.object();
              Messages.member(json, member);
              json.end();
            });
    json.endArray();
    page.next().ifPresent(next -> json.field("next", next));
    json.end();
  }

  /** A page of the app's channels, as one object. */
  public static void channels(FieldWriter json, ChannelPage page) {
    json.object().name("channels").array();
    page.channels().forEach(status -> status(json, status));
    json.endArray();
    page.next().ifPresent(next -> json.field("next", next.text()));
    json.end();
  }

  /** A ticket, as one object. */
  public static void ticket(FieldWriter json, TicketMade made) {
    json.object().field("ticket", made.ticket());
    json.field("opensUntilMs", made.opensUntil().toEpochMilli());
    json.field("endsAtMs", made.endsAt().toEpochMilli());
    json.end();
  }

  /** A channel's state, as one object. */
  public static void status(FieldWriter json, ChannelStatus status) {
    json.object().field("channel", status.channel().text());
    Places.fields(json, status.top());
    json.field("subscribers", status.subscribers());
    json.field("members", status.presenceMembers());
    status
        .last()
        .ifPresent(
            last -> {
              json.name("last");
              Messages.withPlace(json, last);
            });
    json.end();
  }
}
