package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Position;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a client is in all its channels, as one text that every gateway of the cluster can read and
 * nobody else can make. It holds no name: a channel is known by a part of its name's digest, a
 * ticket by its digest.
 */
final class Cursor {
  /** Channels in one cursor. */
  static final int MAX_CHANNELS = 32;

  /** The longest cursor in characters. */
  static final int MAX_CHARS = 1_200;

  private static final int VERSION = 1;
  private static final int TICKET_BYTES = 12;
  private static final int PLACE_BYTES = 24;
  private static final int HEAD_BYTES = 1 + TICKET_BYTES;

  private final byte[] ticket;
  private final Map<Long, Position> places;

  private Cursor(byte[] ticket, Map<Long, Position> places) {
    this.ticket = ticket;
    this.places = places;
  }

  /** Where the client is in this channel; empty where the cursor does not say. */
  Optional<Position> place(ChannelName channel) {
    return Optional.ofNullable(places.get(shortName(channel)));
  }

  /** Whether it was made for whoever opened with this ticket. */
  boolean isFor(String ticketText) {
    return MessageDigest.isEqual(ticket, shortTicket(ticketText));
  }

  /** Reads a cursor; empty when it is none of this cluster's. */
  static Optional<Cursor> read(Seal seal, String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
    int length = all.length - Seal.MARK_BYTES;
    if (length < HEAD_BYTES
        || (length - HEAD_BYTES) % PLACE_BYTES != 0
        || all[0] != VERSION
        || !seal.isMark(Arrays.copyOfRange(all, length, all.length), Arrays.copyOf(all, length))) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.wrap(all, 1, length - 1);
    byte[] ticket = new byte[TICKET_BYTES];
    content.get(ticket);
    Map<Long, Position> places = new HashMap<>();
    while (content.hasRemaining()) {
      long channel = content.getLong();
      places.put(channel, new Position(content.getLong(), content.getLong() & Long.MAX_VALUE));
    }
    return Optional.of(new Cursor(ticket, places));
  }

  /** Makes the cursors of one client: what does not change is worked out once. */
  static final class Maker {
    private final Seal seal;
    private final byte[] ticket;
    private final Map<ChannelName, Long> shortNames = new HashMap<>();

    Maker(Seal seal, Optional<String> ticketText) {
      this.seal = seal;
      this.ticket = ticketText.map(Cursor::shortTicket).orElseGet(() -> new byte[TICKET_BYTES]);
    }

    /** The cursor of a client that is at these places. */
    String text(Map<ChannelName, Position> places) {
      int length = HEAD_BYTES + places.size() * PLACE_BYTES;
      ByteBuffer content = ByteBuffer.allocate(length + Seal.MARK_BYTES);
      content.put((byte) VERSION).put(ticket);
      places.forEach(
          (channel, place) ->
              content
                  .putLong(shortNames.computeIfAbsent(channel, Cursor::shortName))
                  .putLong(place.epoch())
                  .putLong(place.offset()));
      content.put(seal.mark(Arrays.copyOf(content.array(), length)));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(content.array());
    }
  }

  private static long shortName(ChannelName channel) {
    return ByteBuffer.wrap(sha256(channel.text())).getLong();
  }

  private static byte[] shortTicket(String text) {
    return Arrays.copyOf(sha256(text), TICKET_BYTES);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }
}
