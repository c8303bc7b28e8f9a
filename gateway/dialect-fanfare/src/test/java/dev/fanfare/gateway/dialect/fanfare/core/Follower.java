package dev.fanfare.gateway.dialect.fanfare.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A client's view of one channel, which believes nothing: by the wire alone it keeps account of
 * every offset, across subscriptions, and objects to whatever comes twice, too early or without a
 * reason.
 */
final class Follower {
  private final NavigableMap<Long, String> heard = new TreeMap<>();
  private final Set<Long> skipped = new HashSet<>();
  private final Set<Long> lost = new HashSet<>();
  private Optional<String> epoch = Optional.empty();
  private long began;
  private long offset;

  /** Where it stands, as a subscribe names it; empty before its first subscription. */
  Optional<String> at() {
    return epoch.map(name -> NativeClient.at(name, offset));
  }

  /** Everything up to here is accounted for. */
  long offset() {
    return offset;
  }

  /** Up to here it cannot know: it came, or was told to begin anew, after this. */
  long began() {
    return began;
  }

  /** The messages, by offset. */
  Map<Long, String> heard() {
    return heard;
  }

  /** The offsets that were not for it. */
  Set<Long> skipped() {
    return skipped;
  }

  /** The offsets that it was told are lost. */
  Set<Long> lost() {
    return lost;
  }

  /** A subscribe was answered. */
  void joined(JsonNode ok) {
    String name = ok.get("e").asText();
    long place = ok.get("o").asLong();
    switch (ok.get("state").asText()) {
      case "full" -> {
        if (epoch.isEmpty()) {
          begins(place);
        } else {
          demand(place == offset, "full at " + place);
          demand(name.equals(epoch.get()), "full in another epoch");
        }
      }
      case "gap" -> {
        demand(ok.get("gap").get(0).asLong() == offset + 1, "a gap that begins elsewhere: " + ok);
        demand(ok.get("gap").get(1).asLong() == place, "a gap that ends elsewhere: " + ok);
        loses(place);
      }
      default -> begins(place);
    }
    epoch = Optional.of(name);
    offset = place;
  }

  /** A push of the channel came. */
  void hears(JsonNode push) {
    long place = push.path("o").asLong();
    switch (push.get("p").asText()) {
      case "msg" -> {
        if (push.has("o")) {
          demand(place == offset + 1, "message " + push);
          heard.put(place, push.get("d").asText());
          offset = place;
        }
      }
      case "pres" -> {
        demand(place == offset + 1, "presence " + push);
        skipped.add(place);
        offset = place;
      }
      case "skip" -> {
        for (long one = offset + 1; one <= place; one++) {
          skipped.add(one);
        }
        offset = Math.max(offset, place);
      }
      case "gap" -> {
        demand(push.get("from").asLong() == offset + 1, "gap " + push);
        loses(push.get("to").asLong());
      }
      case "epoch" -> {
        demand(place == offset, "epoch " + push);
        epoch = Optional.of(push.get("e").asText());
      }
      case "reset" -> {
        begins(place);
        epoch = Optional.of(push.get("e").asText());
        offset = place;
      }
      case "live" -> demand(place == offset, "live " + push);
      case "lag" -> demand(place <= offset, "lag " + push);
      default -> throw new AssertionError("An unknown push " + push);
    }
  }

  private void begins(long place) {
    began = place;
    heard.clear();
    skipped.clear();
    lost.clear();
  }

  private void loses(long to) {
    for (long one = offset + 1; one <= to; one++) {
      lost.add(one);
    }
    offset = to;
  }

  private void demand(boolean isSo, String what) {
    if (!isSo) {
      throw new AssertionError("At " + offset + " came " + what);
    }
  }
}
