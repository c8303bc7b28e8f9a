package dev.fanfare.chaos.checker;

import dev.fanfare.chaos.checker.Finding.Kind;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Place;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one subscriber was told of one channel, over all its sessions. */
final class Line {
  private final String subscriber;
  private final Channel channel;
  private final Ledger ledger;
  private final Findings findings;
  private final Promises promises;

  private boolean begun;
  private String epoch = "";
  private long top;
  private long fullFrom = -1;
  private long begunAt;
  private long heardAt;
  private int storeLosses;
  private final Map<Long, Kind> holes = new TreeMap<>();
  private final Set<String> ids = new HashSet<>();

  Line(String subscriber, Channel channel, Ledger ledger, Findings findings, Promises promises) {
    this.subscriber = subscriber;
    this.channel = channel;
    this.ledger = ledger;
    this.findings = findings;
    this.promises = promises;
  }

  void subscribed(Event.Subscribed it) {
    if (!begun || it.after().isEmpty()) {
      begin(it.place(), it.at());
      return;
    }
    switch (it.state()) {
      case FULL -> {
        if (it.place().offset() != top) {
          found(Kind.WRONG_FULL, it.at(), "resumed at " + place() + ", full after " + it.place());
        } else if (!it.place().epoch().equals(epoch) && isContinued(epoch, top)) {
          found(
              Kind.WRONG_FULL,
              it.at(),
              "resumed at " + place() + ", which went on, full after " + it.place());
        }
        epoch = it.place().epoch();
        top = Math.max(top, it.place().offset());
        fullFrom = top;
        heardAt = it.at();
      }
      case GAP -> toldLoss(it.at(), "a gap up to " + it.place(), it.place());
      case RESET -> {
        toldLoss(it.at(), "a reset to " + it.place(), it.place());
        begin(it.place(), it.at());
      }
    }
  }

  void delivered(Event.Delivered it) {
    heardAt = it.at();
    long offset = it.place().offset();
    judgeOrigin(it);
    if (offset <= top) {
      if (holes.remove(offset) != null) {
        found(Kind.REORDERED, it.at(), "'" + it.id() + "' at " + offset + " came after " + top);
      } else {
        found(Kind.DUPLICATE, it.at(), "'" + it.id() + "' at " + it.place() + " came again");
      }
      return;
    }
    ids.add(it.id());
    hole(top + 1, offset - 1);
    top = offset;
  }

  private void judgeOrigin(Event.Delivered it) {
    if (ledger.isForeign(channel, it.id())) {
      found(Kind.CROSS_TENANT, it.at(), "'" + it.id() + "' was published in another app");
    } else if (!ledger.wasAttempted(channel, it.id())) {
      found(Kind.PHANTOM, it.at(), "'" + it.id() + "' was never published here");
    }
    ledger.acknowledged(channel, it.id()).ifPresent(stored -> judgeEpoch(it, stored));
  }

  private void judgeEpoch(Event.Delivered it, Event.Acknowledged stored) {
    Place place = stored.place();
    if (place.offset() == it.place().offset()
        && !place.epoch().equals(it.place().epoch())
        && ledger.storeLossesUntil(stored.at()) == ledger.storeLossesUntil(it.at())) {
      found(
          Kind.SILENT_EPOCH,
          it.at(),
          "'" + it.id() + "' stands at " + place + ", told was " + it.place());
      epoch = place.epoch();
    }
  }

  void told(Event.Told it) {
    switch (it.kind()) {
      case SKIP -> {
        judgeSkip(it);
        hole(top + 1, it.from() - 1);
        top = Math.max(top, it.place().offset());
      }
      case GAP -> {
        hole(top + 1, it.from() - 1);
        toldLoss(it.at(), "a gap up to " + it.place(), it.place());
      }
      case EPOCH -> {
        hole(top + 1, it.place().offset());
        top = Math.max(top, it.place().offset());
        epoch = it.place().epoch();
      }
      case RESET -> {
        toldLoss(it.at(), "a reset to " + it.place(), it.place());
        begin(it.place(), it.at());
      }
    }
    heardAt = it.at();
  }

  /** A skip says that nothing was lost: no acknowledged message may stand in it. */
  private void judgeSkip(Event.Told skip) {
    ledger.in(channel).values().stream()
        .flatMap(publish -> publish.acknowledged().stream())
        .filter(ack -> ack.place().epoch().equals(epoch))
        .filter(ack -> ack.place().offset() > top)
        .filter(ack -> ack.place().offset() >= skip.from())
        .filter(ack -> ack.place().offset() <= skip.place().offset())
        .forEach(
            ack ->
                found(
                    Kind.LOST,
                    skip.at(),
                    "'" + ack.id() + "' at " + ack.place() + " was passed over by a skip"));
  }

  /** Everything has arrived that ever will. */
  void end(boolean connected) {
    holes.forEach(
        (offset, kind) ->
            found(kind, heardAt, "offset " + offset + " of " + epoch + " never came"));
    if (!begun || !connected) {
      return;
    }
    for (Ledger.Publish publish : ledger.in(channel).values()) {
      publish.acknowledged().filter(this::isMissing).ifPresent(this::tail);
    }
  }

  private boolean isMissing(Event.Acknowledged ack) {
    if (ids.contains(ack.id()) || ack.at() >= ledger.calmAt()) {
      return false;
    }
    return ack.place().epoch().equals(epoch)
        ? ack.place().offset() > top
        : ack.at() > Math.max(begunAt, heardAt) && ledger.storeLossesUntil(ack.at()) >= storeLosses;
  }

  private void tail(Event.Acknowledged ack) {
    found(
        Kind.LOST_TAIL,
        ack.at(),
        "'" + ack.id() + "' at " + ack.place() + " never came; the last was " + place());
  }

  private void begin(Place place, long at) {
    begun = true;
    epoch = place.epoch();
    top = place.offset();
    fullFrom = -1;
    begunAt = at;
    heardAt = at;
    storeLosses = ledger.storeLossesUntil(at);
    reportHoles(at);
  }

  private void reportHoles(long at) {
    holes.forEach((offset, kind) -> found(kind, at, "offset " + offset + " never came"));
    holes.clear();
  }

  private void hole(long from, long to) {
    for (long offset = from; offset <= to; offset++) {
      holes.put(offset, from - 1 == fullFrom ? Kind.WRONG_FULL : Kind.LOST);
    }
  }

  /**
   * A told loss is within the promises when every copy was lost since, or when the subscriber was
   * away for longer than the window.
   */
  private void toldLoss(long at, String what, Place to) {
    boolean excused =
        ledger.storeLossesUntil(at) > storeLosses
            || at - heardAt > promises.window().toMillis()
            || !isContinued(epoch, top) && to.offset() == top;
    if (!excused) {
      found(Kind.LOST, at, what + " was told at " + place() + ", within the window");
    }
    storeLosses = ledger.storeLossesUntil(at);
    epoch = to.epoch();
    top = Math.max(top, to.offset());
    heardAt = at;
  }

  /** Whether an acknowledged message stands behind a place in its epoch. */
  private boolean isContinued(String inEpoch, long behind) {
    return ledger.in(channel).values().stream()
        .flatMap(publish -> publish.acknowledged().stream())
        .anyMatch(ack -> ack.place().epoch().equals(inEpoch) && ack.place().offset() > behind);
  }

  private Place place() {
    return new Place(epoch, top);
  }

  private void found(Kind kind, long at, String text) {
    findings.add(kind, at, subscriber + " in " + channel, text);
  }
}
