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
 * Follows every channel of its app. It drops its connection now and then and goes on with its
 * positions at any gateway.
 */
final class Subscriber extends Restless {
  /** Touched by one session at a time, under that session's lock. */
  private final Map<Channel, Place> places = new HashMap<>();

  Subscriber(String name, World world, Credential app, Random random) {
    super(name, world, app, random);
  }

  @Override
  void live(int life, Node gateway) throws Unanswered, InterruptedException {
    Session now = new Session(life, gateway);
    try (Wire wire = Wire.connect(world.http(), now.gateway.socket(), app, now::hear, now::ended)) {
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
    private final Map<Integer, Channel> aliases = new HashMap<>();
    private final Map<Long, Asked> asked = new HashMap<>();

    private record Asked(Channel channel, Optional<Place> after) {}

    Session(int number, Node gateway) {
      this.number = number;
      this.gateway = gateway;
    }

    void subscribe(Wire wire, Channel channel) throws Unanswered, InterruptedException {
      ObjectNode request = Wire.request("sub").put("channel", channel.name());
      Optional<Place> after;
      synchronized (wire) {
        after = Optional.ofNullable(places.get(channel));
        asked.put(2L + asked.size(), new Asked(channel, after)); // 1 was the hello
      }
      after.ifPresent(
          place -> request.putObject("at").put("e", place.epoch()).put("o", place.offset()));
      wire.ask(request);
    }

    void hear(JsonNode frame) {
      if (frame.has("p")) {
        Channel channel = aliases.get(frame.path("c").asInt(-1));
        if (channel != null) {
          push(channel, frame);
        }
      } else if (frame.has("ok") && asked.containsKey(frame.path("i").asLong())) {
        answer(asked.get(frame.path("i").asLong()), frame.get("ok"));
      }
    }

    private void answer(Asked question, JsonNode ok) {
      Channel channel = question.channel();
      aliases.put(ok.get("c").asInt(), channel);
      Event.State state =
          switch (ok.get("state").asText()) {
            case "full" -> Event.State.FULL;
            case "gap" -> Event.State.GAP;
            default -> Event.State.RESET;
          };
      Place place = new Place(ok.get("e").asText(), ok.get("o").asLong());
      places.put(channel, place);
      note(
          at ->
              new Event.Subscribed(
                  at, name, number, gateway.name(), channel, question.after(), state, place));
    }

    private void push(Channel channel, JsonNode frame) {
      switch (frame.get("p").asText()) {
        case "msg" -> {
          Place place = moved(channel, frame);
          String id = frame.get("id").asText();
          note(at -> new Event.Delivered(at, name, number, channel, place, id));
        }
        case "skip" -> told(channel, Event.Kind.SKIP, covered(channel), moved(channel, frame));
        case "gap" -> {
          Place place = new Place(epoch(channel), frame.get("to").asLong());
          told(channel, Event.Kind.GAP, frame.get("from").asLong(), place);
        }
        case "epoch", "reset" -> {
          Place place = new Place(frame.get("e").asText(), frame.get("o").asLong());
          boolean reset = frame.get("p").asText().equals("reset");
          told(channel, reset ? Event.Kind.RESET : Event.Kind.EPOCH, place.offset(), place);
        }
        default -> {}
      }
    }

    private long covered(Channel channel) {
      Place place = places.get(channel);
      return place == null ? 1 : place.offset() + 1;
    }

    private String epoch(Channel channel) {
      Place place = places.get(channel);
      return place == null ? "" : place.epoch();
    }

    private Place moved(Channel channel, JsonNode frame) {
      Place place = new Place(epoch(channel), frame.get("o").asLong());
      places.put(channel, place);
      return place;
    }

    private void told(Channel channel, Event.Kind kind, long from, Place place) {
      places.put(channel, place);
      note(at -> new Event.Told(at, name, number, channel, kind, from, place));
    }

    void ended() {
      note(at -> new Event.Ended(at, name, number));
    }
  }
}
