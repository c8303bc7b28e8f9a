package dev.fanfare.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;

/**
 * A subscriber of one channel that goes on at another gateway when its own is gone, with its
 * position. Messages are numbers; it knows which it has had. Only its event loop touches it.
 */
final class Traveller implements Talk.Partner {
  private final Host crowd;
  private final String token;
  private final String channel;
  private final int channelIndex;
  private final int last;
  private final BitSet had = new BitSet();
  private String epoch = "";
  private long offset;
  private boolean subscribed;
  private long repeated;
  private long late;
  private long resumedNanos;
  private int gateway;

  /** Who sends it on, and hears what happens to it; on its event loop. */
  interface Host {
    /** It is subscribed, for the first time or again. */
    void subscribed();

    /** Its connection is over; see {@link Talk.Partner#ended}. */
    void ended(Traveller client, long waitMillis);

    /** The server asked it to come back later. */
    void turnedAway();

    /** Something happened that should not. */
    void fault(String why);
  }

  /**
   * @param last how many messages of the past it asks for when it comes the first time
   */
  Traveller(Host crowd, String token, String channel, int channelIndex, int gateway, int last) {
    this.crowd = crowd;
    this.token = token;
    this.channel = channel;
    this.channelIndex = channelIndex;
    this.gateway = gateway;
    this.last = last;
  }

  int gateway() {
    return gateway;
  }

  void gateway(int next) {
    gateway = next;
  }

  int channel() {
    return channelIndex;
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** Whether it was subscribed before. */
  boolean returns() {
    return !epoch.isEmpty();
  }

  /** When it was last subscribed. */
  long resumedNanos() {
    return resumedNanos;
  }

  long repeated() {
    return repeated;
  }

  long late() {
    return late;
  }

  /** How many of these it has not had. */
  long missing(BitSet published) {
    BitSet missing = (BitSet) published.clone();
    missing.andNot(had);
    return missing.cardinality();
  }

  @Override
  public void opened(Talk talk) {
    String where =
        returns()
            ? ",\"at\":{\"e\":\"" + epoch + "\",\"o\":" + offset + "}"
            : last > 0 ? ",\"last\":" + last : "";
    talk.say(
        "{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\""
            + token
            + "\"}\n{\"i\":2,\"op\":\"sub\",\"channel\":\""
            + channel
            + "\""
            + where
            + "}");
  }

  @Override
  public void heard(Talk talk, JsonNode frame) {
    if (frame.has("err")) {
      refused(talk, frame.get("err"));
    } else if (frame.path("i").asInt() == 2) {
      subscribed(frame.get("ok"));
    } else {
      push(frame);
    }
  }

  private void refused(Talk talk, JsonNode fault) {
    if (fault.path("code").asInt() >= 50_000) {
      crowd.turnedAway();
      talk.end(Math.max(1, fault.path("retryAfterMs").asLong()));
    } else {
      crowd.fault("a client was refused: " + fault);
      talk.end(0);
    }
  }

  private void subscribed(JsonNode ok) {
    String state = ok.path("state").asText();
    if (returns() && !state.equals("full")) {
      crowd.fault("a client that came back was told " + ok);
    }
    epoch = ok.path("e").asText();
    offset = ok.path("o").asLong();
    subscribed = true;
    resumedNanos = System.nanoTime();
    crowd.subscribed();
  }

  private void push(JsonNode frame) {
    switch (frame.path("p").asText()) {
      case "msg" -> {
        long at = frame.path("o").asLong();
        if (at <= offset) {
          late++;
        }
        offset = Math.max(offset, at);
        int number = frame.path("d").asInt(-1);
        if (number < 0) {
          crowd.fault("a message came that nobody published: " + frame);
        } else if (had.get(number)) {
          repeated++;
        } else {
          had.set(number);
        }
      }
      case "epoch" -> {
        epoch = frame.path("e").asText();
        offset = frame.path("o").asLong();
      }
      case "skip" -> offset = frame.path("o").asLong();
      case "gap", "reset", "unsub" -> crowd.fault("a client was told " + frame);
      default -> {}
    }
  }

  @Override
  public void ended(Talk talk, long waitMillis) {
    subscribed = false;
    crowd.ended(this, waitMillis);
  }
}
