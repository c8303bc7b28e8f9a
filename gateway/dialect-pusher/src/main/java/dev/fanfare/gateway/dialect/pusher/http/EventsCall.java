package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.pusher.json.JsonFields;
import dev.fanfare.gateway.dialect.pusher.json.JsonOut;
import dev.fanfare.gateway.dialect.pusher.json.JsonValue;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.gateway.dialect.pusher.wire.Names;
import dev.fanfare.gateway.dialect.pusher.wire.PusherLimits;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Result;
import dev.fanfare.protocol.Result.Authenticated;
import dev.fanfare.protocol.Result.ChannelStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes: {@code POST events} and {@code POST batch_events}. */
final class EventsCall implements Call {
  private final boolean batch;
  private List<PublishedEvent> events = List.of();
  private List<Command> after = List.of();
  private boolean checked;

  EventsCall(boolean batch) {
    this.batch = batch;
  }

  @Override
  public Next begin(Caller caller, byte[] body) throws Unreadable {
    JsonFields fields = JsonFields.read(body);
    events = batch ? batch(fields) : List.of(PublishedEvent.read(fields));
    List<Command> commands = publishes();
    boolean large =
        events.stream().anyMatch(event -> event.dataBytes() > PusherLimits.DEFAULT.dataBytes());
    boolean info = events.stream().anyMatch(event -> !event.info().isEmpty());
    if (info) {
      commands.add(new Command.Authenticate(caller.credential()));
      statuses(commands);
    }
    if (large) {
      // Whether the app allows more than the usual has to be known before anything is published.
      after = commands;
      return new Next.Run(List.of(new Command.Authenticate(caller.credential())));
    }
    checked = true;
    return new Next.Run(commands);
  }

  /** One append for each channel, with all that goes to it, in its order. */
  private List<Command> publishes() {
    Map<ChannelName, List<Draft>> drafts = new LinkedHashMap<>();
    for (PublishedEvent event : events) {
      for (ChannelName channel : event.channels()) {
        drafts.computeIfAbsent(channel, first -> new ArrayList<>(1)).add(event.draftFor(channel));
      }
    }
    List<Command> commands = new ArrayList<>(drafts.size());
    drafts.forEach((channel, all) -> commands.add(new Command.Publish(channel, all)));
    return commands;
  }

  private void statuses(List<Command> commands) {
    events.stream()
        .filter(event -> !event.info().isEmpty())
        .flatMap(event -> event.channels().stream())
        .distinct()
        .filter(channel -> !channel.isInternal())
        .forEach(channel -> commands.add(new Command.ReadChannel(channel)));
  }

  private static List<PublishedEvent> batch(JsonFields fields) throws Unreadable {
    JsonValue batch =
        fields
            .value("batch")
            .filter(JsonValue::isArray)
            .orElseThrow(() -> new Unreadable("Field 'batch' is missing: an array of events."));
    List<JsonValue> items = batch.items();
    if (items.isEmpty() || items.size() > PusherLimits.BATCH) {
      throw new Unreadable(
          "A batch has 1 to " + PusherLimits.BATCH + " events; this one has " + items.size() + ".");
    }
    List<PublishedEvent> events = new ArrayList<>();
    for (JsonValue item : items) {
      if (!item.isObject()) {
        throw new Unreadable("Each event of a batch is an object.");
      }
      events.add(PublishedEvent.read(item.fields()));
    }
    return events;
  }

  @Override
  public Next answered(List<Result> results) {
    if (!checked) {
      checked = true;
      return publishIfItFits(results);
    }
    Map<ChannelName, ChannelStatus> statuses = new HashMap<>();
    boolean counts = false;
    for (Result result : results) {
      if (result instanceof ChannelStatus status) {
        statuses.put(status.channel(), status);
      } else if (result instanceof Authenticated who) {
        counts = who.options().subscriptionCounts();
      }
    }
    return new Next.Done(Texts.json(answer(statuses, counts)));
  }

  private Next publishIfItFits(List<Result> results) {
    Limits limits = ((Authenticated) results.get(0)).limits();
    int most = PusherLimits.of(limits).dataBytes();
    for (PublishedEvent event : events) {
      if (event.dataBytes() > most) {
        return new Next.Done(
            Texts.refused(
                413,
                "The data content of this event exceeds the allowed maximum ("
                    + most
                    + " bytes); it has "
                    + event.dataBytes()
                    + "."));
      }
    }
    return new Next.Run(after);
  }

  private JsonOut answer(Map<ChannelName, ChannelStatus> statuses, boolean counts) {
    JsonOut out = new JsonOut().object();
    if (statuses.isEmpty()) {
      return out.end();
    }
    if (batch) {
      out.name("batch").array();
      for (PublishedEvent event : events) {
        out.object();
        ChannelStatus status = statuses.get(event.channels().get(0));
        if (status != null) {
          event.info().write(status, counts, out);
        }
        out.end();
      }
      return out.endArray().end();
    }
    out.name("channels").object();
    PublishedEvent event = events.get(0);
    for (ChannelName channel : event.channels()) {
      ChannelStatus status = statuses.get(channel);
      if (status != null) {
        out.name(Names.onWire(channel)).object();
        event.info().write(status, counts, out);
        out.end();
      }
    }
    return out.end().end();
  }
}
