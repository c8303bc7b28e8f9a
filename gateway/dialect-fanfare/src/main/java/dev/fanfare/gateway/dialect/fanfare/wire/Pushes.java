package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.protocol.Event;
import dev.fanfare.protocol.PresenceChange;
import java.util.function.Consumer;

/** Writes events as pushes. */
public final class Pushes {
  private Pushes() {}

  /**
   * An event, as one object.
   *
   * @param channel writes how the push names its channel
   */
  public static void write(FieldWriter json, Event event, Consumer<FieldWriter> channel) {
    json.object().field("p", kind(event));
    channel.accept(json);
    switch (event) {
      case Event.Published published -> Messages.fields(json, published.message());
      case Event.Presence presence -> presence(json, presence.change());
      case Event.PresenceCount count -> json.field("o", count.offset()).field("n", count.members());
      case Event.EpochBegan epoch -> Places.fields(json, epoch.position());
      case Event.Gap gap ->
          json.field("from", gap.from()).field("to", gap.to()).field("why", Words.of(gap.why()));
      case Event.Reset reset -> {
        Places.fields(json, reset.position());
        json.field("why", Words.of(reset.why()));
      }
      case Event.Skipped skipped ->
          json.field("o", skipped.offset()).field("why", Words.of(skipped.why()));
      case Event.Lagging lagging -> json.field("o", lagging.offset()).field("top", lagging.top());
      case Event.Live live -> json.field("o", live.offset());
      case Event.SubscriberCount count -> json.field("n", count.subscribers());
    }
    json.end();
  }

  private static void presence(FieldWriter json, PresenceChange change) {
    json.field("a", Words.of(change.action()));
    Messages.member(json, change.member());
    json.field("n", change.members());
  }

  private static String kind(Event event) {
    return switch (event) {
      case Event.Published unused -> "msg";
      case Event.Presence unused -> "pres";
      case Event.PresenceCount unused -> "pres";
      case Event.EpochBegan unused -> "epoch";
      case Event.Gap unused -> "gap";
      case Event.Reset unused -> "reset";
      case Event.Skipped unused -> "skip";
      case Event.Lagging unused -> "lag";
      case Event.Live unused -> "live";
      case Event.SubscriberCount unused -> "count";
    };
  }
}
