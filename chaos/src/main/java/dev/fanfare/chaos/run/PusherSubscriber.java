package dev.fanfare.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Follows every channel of its app as a client of Pusher that asked for positions ({@code
 * fanfare=1}), and goes on with them at any gateway.
 */
final class PusherSubscriber extends Restless {
  /** Touched by one session at a time, under that session's lock. */
  private final Map<Channel, Place> places = new HashMap<>();

  PusherSubscriber(String name, World world, Credential app, Random random) {
    super(name, world, app, random);
  }

  @Override
  void live(int life, Node gateway) throws Unanswered, InterruptedException {
    Session now = new Session(life, gateway);
    try (PusherWire wire =
        PusherWire.connect(world.http(), now.gateway, app, true, now::hear, now::ended)) {
      for (String channel : world.channels()) {
        now.subscribe(wire, new Channel(app.app(), channel));
      }
      stay(wire::isClosed, 500 + random.nextInt(6_000));
    }
  }

  @Override
  int pauseMillis() {
    return 20 + random.nextInt(world.restless().get() ? 1_500 : 100);
  }

  /** One connection. Its frames come one after the other. */
  private final class Session {
    private final int number;
    private final Node gateway;
    private final Map<Channel, Optional<Place>> asked = new HashMap<>();

    Session(int number, Node gateway) {
      this.number = number;
      this.gateway = gateway;
    }

    void subscribe(PusherWire wire, Channel channel) {
      ObjectNode data = Wire.JSON.createObjectNode().put("channel", channel.name());
      synchronized (wire) {
        Optional<Place> after = Optional.ofNullable(places.get(channel));
        asked.put(channel, after);
        after.ifPresent(
            place ->
                data.putObject("position")
                    .put("epoch", place.epoch())
                    .put("offset", place.offset()));
        wire.subscribe(data);
      }
    }

    void hear(JsonNode frame) {
      Channel channel = new Channel(app.app(), frame.path("channel").asText());
      JsonNode data = PusherWire.data(frame);
      switch (frame.path("event").asText()) {
        case "pusher_internal:subscription_succeeded" -> subscribed(channel, data);
        case "message" -> {
          Place place = place(frame);
          String text = frame.path("data").asText();
          String id = Publisher.idIn(text);
          places.put(channel, place);
          note(at -> new Event.Delivered(at, name, number, channel, place, id));
        }
        case "fanfare:skip" -> {
          Place now = last(channel);
          long to = data.path("offset").asLong();
          told(channel, Event.Kind.SKIP, now.offset() + 1, new Place(now.epoch(), to));
        }
        case "fanfare:gap" -> {
          Place to = new Place(last(channel).epoch(), data.path("to").asLong());
          told(channel, Event.Kind.GAP, data.path("from").asLong(), to);
        }
        case "fanfare:epoch" -> told(channel, Event.Kind.EPOCH, 0, place(data));
        case "fanfare:reset" -> told(channel, Event.Kind.RESET, 0, place(data));
        default -> {}
      }
    }

    private void subscribed(Channel channel, JsonNode data) {
      Optional<Place> after = asked.getOrDefault(channel, Optional.empty());
      Event.State state =
          after.isEmpty() || data.path("recovered").asBoolean()
              ? Event.State.FULL
              : data.has("gap") ? Event.State.GAP : Event.State.RESET;
      Place place = place(data);
      places.put(channel, place);
      note(
          at ->
              new Event.Subscribed(at, name, number, gateway.name(), channel, after, state, place));
    }

    private void told(Channel channel, Event.Kind kind, long from, Place place) {
      places.put(channel, place);
      long begin = from == 0 ? place.offset() : from;
      note(at -> new Event.Told(at, name, number, channel, kind, begin, place));
    }

    private Place last(Channel channel) {
      return places.getOrDefault(channel, new Place("", 0));
    }

    private static Place place(JsonNode in) {
      return new Place(in.path("epoch").asText(), in.path("offset").asLong());
    }

    void ended() {
      note(at -> new Event.Ended(at, name, number));
    }
  }
}
