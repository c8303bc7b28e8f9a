package dev.fanfare.gateway.dialect.fanfare.wire;

import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.Position;
import java.util.Optional;

/** Reads and writes places in a channel's order. */
public final class Places {
  private Places() {}

  /** The fields {@code e} and {@code o} of a place, within an object. */
  public static void fields(FieldWriter json, Position position) {
    json.field("e", position.epochText()).field("o", position.offset());
  }

  /** An optional field {@code {e, o}}. */
  public static Optional<Position> read(Fields fields, String name) throws InvalidInput {
    Optional<Fields> object = fields.object(name);
    if (object.isEmpty()) {
      return Optional.empty();
    }
    Fields place = object.get();
    Optional<Long> epoch = Position.parseEpoch(place.needText("e"));
    if (epoch.isEmpty()) {
      throw place.refused("e", "is not an epoch. Send back what a reply or push named as e.");
    }
    long offset = place.need(place.natural("o"), "o", "a whole number, 0 or more");
    place.finish();
    return Optional.of(new Position(epoch.get(), offset));
  }

  /** The text form of a place, {@code epoch-offset}, as URLs carry it. */
  public static Optional<Position> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0 || !text.substring(dash + 1).matches("0|[1-9][0-9]{0,15}")) {
      return Optional.empty();
    }
    long offset = Long.parseLong(text.substring(dash + 1));
    return Position.parseEpoch(text.substring(0, dash)).map(epoch -> new Position(epoch, offset));
  }

  /** Writes what {@link #parse} reads. */
  public static String text(Position position) {
    return position.epochText() + "-" + position.offset();
  }
}
