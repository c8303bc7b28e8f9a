package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Event.Kind;
import dev.fanfare.chaos.history.Event.State;
import dev.fanfare.chaos.history.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Tells a history in which every promise is kept: one channel, and subscribers that come and go.
 */
final class Story {
  static final Channel NEWS = new Channel("a", "news");

  private final List<Event> events = new ArrayList<>();
  private final List<Message> log = new ArrayList<>();
  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private String epoch = "e1";
  private int epochs = 1;
  private int burnt;
  private long base;
  private long now;
  private int ids;
  private int sessions;

  private record Message(String id, Place place) {}

  private static final class Reader {
    private boolean connected;
    private int session;
    private Optional<Place> at = Optional.empty();
    private int burntKnown;
  }

  List<Event> events() {
    return events;
  }

  Story publish() {
    String id = "m" + ++ids;
    attempt(id);
    append(id);
    return this;
  }

  /** The acknowledgement is lost; the retry gets the first one's place. */
  Story publishWithRetry() {
    String id = "m" + ++ids;
    attempt(id);
    events.add(new Event.Failed(tick(), NEWS, id, "timeout"));
    attempt(id);
    append(id);
    return this;
  }

  /** Nobody ever learns whether it was stored; it was. */
  Story publishUnknown() {
    String id = "m" + ++ids;
    attempt(id);
    store(id);
    events.add(new Event.Failed(tick(), NEWS, id, "timeout"));
    return this;
  }

  /** A presence entry takes a place, and subscribers without presence hear a skip. */
  Story presence() {
    long offset = top() + 1;
    log.add(new Message("", new Place(epoch, offset)));
    readers.forEach((name, reader) -> catchUp(name, reader));
    return this;
  }

  Story connect(String name) {
    Reader reader = readers.computeIfAbsent(name, it -> new Reader());
    if (reader.connected) {
      return this;
    }
    reader.connected = true;
    reader.session = ++sessions;
    boolean lost = reader.at.isPresent() && reader.burntKnown < burnt;
    Place from = reader.at.isEmpty() || lost ? new Place(epoch, top()) : reader.at.get();
    events.add(
        new Event.Subscribed(
            tick(),
            name,
            reader.session,
            "g1",
            NEWS,
            reader.at,
            lost ? State.RESET : State.FULL,
            from));
    reader.burntKnown = burnt;
    reader.at = Optional.of(from);
    catchUp(name, reader);
    return this;
  }

  Story drop(String name) {
    Reader reader = readers.get(name);
    if (reader != null && reader.connected) {
      reader.connected = false;
      events.add(new Event.Ended(tick(), name, reader.session));
    }
    return this;
  }

  /** Another member owns the channel: offsets go on under a new epoch. */
  Story moveOwner() {
    epoch = "e" + ++epochs;
    return this;
  }

  /** Everything is lost, and said so. */
  Story burn() {
    events.add(new Event.Struck(tick(), "kill", "g1", true));
    readers.keySet().forEach(this::drop);
    log.clear();
    base = 0;
    epoch = "e" + ++epochs;
    burnt++;
    events.add(new Event.Healed(tick(), "kill", "g1"));
    return this;
  }

  Story calm() {
    events.add(new Event.Calm(tick()));
    return this;
  }

  Story wait(int millis) {
    now += millis;
    return this;
  }

  long now() {
    return now;
  }

  static Story random(long seed) {
    Random random = new Random(seed);
    Story story = new Story();
    for (int i = 0; i < 120; i++) {
      String reader = "r" + random.nextInt(4);
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> story.connect(reader);
        case 3 -> story.drop(reader);
        case 4 -> story.publishWithRetry();
        case 5 -> story.publishUnknown();
        case 6, 7 -> story.presence();
        case 8 -> story.moveOwner();
        case 9 -> {
          if (random.nextInt(6) == 0) {
            story.burn();
          }
        }
        default -> story.publish();
      }
    }
    for (int i = 0; i < 4; i++) {
      story.connect("r" + i);
    }
    return story.calm();
  }

  private void attempt(String id) {
    events.add(new Event.Attempted(tick(), NEWS, id, "g1"));
  }

  private void append(String id) {
    Place place = store(id);
    events.add(new Event.Acknowledged(tick(), NEWS, id, place));
  }

  private Place store(String id) {
    Place place = new Place(epoch, top() + 1);
    log.add(new Message(id, place));
    readers.forEach((name, reader) -> catchUp(name, reader));
    return place;
  }

  private void catchUp(String name, Reader reader) {
    if (!reader.connected) {
      return;
    }
    for (Message message : log) {
      Place at = reader.at.orElseThrow();
      if (message.place.offset() <= at.offset()) {
        continue;
      }
      if (!message.place.epoch().equals(at.epoch())) {
        told(name, reader, Kind.EPOCH, at.offset(), new Place(message.place.epoch(), at.offset()));
      }
      if (message.id.isEmpty()) {
        told(name, reader, Kind.SKIP, message.place.offset(), message.place);
      } else {
        events.add(
            new Event.Delivered(tick(), name, reader.session, NEWS, message.place, message.id));
      }
      reader.at = Optional.of(message.place);
    }
  }

  private void told(String name, Reader reader, Kind kind, long from, Place place) {
    events.add(new Event.Told(tick(), name, reader.session, NEWS, kind, from, place));
  }

  private long top() {
    return log.isEmpty() ? base : log.get(log.size() - 1).place.offset();
  }

  private long tick() {
    return ++now;
  }
}
