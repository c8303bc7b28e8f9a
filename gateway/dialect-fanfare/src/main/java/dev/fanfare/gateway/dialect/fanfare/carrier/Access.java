package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.rest.Credentials;
import dev.fanfare.gateway.dialect.fanfare.rest.Query;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.KeyId;
import java.util.Optional;

/**
 * Who asks: a ticket or a key's id in the address, or whatever the Authorization header says.
 *
 * @param ticket the ticket's text where it came with one
 */
record Access(Presented credential, Optional<String> ticket) {
  private static final int MAX_TICKET_CHARS = 16_384;

  /**
   * Reads {@code ticket}, {@code key} and the header, of which one must be there.
   *
   * @param cursor what the client has shown; one that was made for this ticket lets it open again
   */
  static Access read(RequestHead head, Query query, Optional<Cursor> cursor) throws InvalidInput {
    Optional<String> ticket = query.text("ticket", MAX_TICKET_CHARS);
    Optional<String> key = query.text("key", 64);
    boolean header = head.headers().containsKey("authorization");
    if ((ticket.isPresent() ? 1 : 0) + (key.isPresent() ? 1 : 0) + (header ? 1 : 0) > 1) {
      throw Query.refused(
          ticket.isPresent() ? "ticket" : "key",
          "stands beside another credential. Send one of ticket, key and Authorization.");
    }
    if (ticket.isPresent()) {
      boolean reopens = cursor.filter(known -> known.isFor(ticket.get())).isPresent();
      return new Access(new Presented.Ticket(ticket.get(), reopens), ticket);
    }
    if (key.isPresent()) {
      if (!KeyId.isValid(key.get())) {
        throw Query.refused("key", "is not a key's id. Send the id alone, without its secret.");
      }
      return new Access(new Presented.Named(new KeyId(key.get())), Optional.empty());
    }
    return new Access(Credentials.of(head), Optional.empty());
  }
}
