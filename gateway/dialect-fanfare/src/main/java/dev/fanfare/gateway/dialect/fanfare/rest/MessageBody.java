package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.PlainText;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.FaultCode;
import java.util.Optional;

/** A message in the body of a REST call: what clients say, and what only a backend may say. */
final class MessageBody {
  private MessageBody() {}

  /** Reads the message; the caller reads its own fields of the same object and finishes it. */
  static Draft read(Fields fields) throws InvalidInput {
    Optional<String> client = fields.text("client");
    if (client.isPresent() && !ClientId.isValid(client.get())) {
      throw fields.refused("client", PlainText.demand(ClientId.MAX_BYTES));
    }
    Sender from = new Sender(client.map(ClientId::new), Optional.empty());
    Draft draft = Drafts.read(fields, from);
    Optional<String> except = fields.text("except");
    if (except.isEmpty()) {
      return draft;
    }
    if (!ConnectionId.isValid(except.get())) {
      throw InvalidInput.of(
          FaultCode.INVALID_ID, "Field 'except' is not a connection's id. Send one from a hello.");
    }
    return draft.exceptFor(new ConnectionId(except.get()));
  }
}
