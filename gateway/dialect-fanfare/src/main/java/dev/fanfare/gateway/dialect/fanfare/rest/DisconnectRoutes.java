package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonObject;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command.Disconnect;
import dev.fanfare.protocol.Command.Target;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import java.util.Optional;

/** Ends connections from a backend. */
final class DisconnectRoutes {
  private static final int MAX_REASON_BYTES = 100;
  private static final String DEFAULT_REASON = "Disconnected by the app";

  private DisconnectRoutes() {}

  /** {@code POST /v1/connections/{connection}/disconnect}. */
  static Call.Plan connection(RequestHead head, String id) throws InvalidInput {
    if (!ConnectionId.isValid(id)) {
      throw InvalidInput.of(
          FaultCode.INVALID_ID, "This is not a connection's id. Send one that a hello answered.");
    }
    return plan(head, new Target.OfConnection(new ConnectionId(id)));
  }

  /** {@code POST /v1/clients/{client}/disconnect}. */
  static Call.Plan client(RequestHead head, String id) throws InvalidInput {
    if (!ClientId.isValid(id)) {
      throw InvalidInput.of(
          FaultCode.INVALID_ID,
          "This is not a client id. Use 1 to "
              + ClientId.MAX_BYTES
              + " bytes of UTF-8 without control characters.");
    }
    return plan(head, new Target.OfClient(new ClientId(id)));
  }

  private static Call.Plan plan(RequestHead head, Target target) throws InvalidInput {
    new Query(head).finish();
    return body ->
        Call.Planned.one(
            new Disconnect(target, reason(head, body)),
            result ->
                Json.answer(
                    200,
                    json ->
                        json.object()
                            .field("connections", ((Result.Disconnected) result).connections())
                            .end()));
  }

  private static String reason(RequestHead head, byte[] body) throws InvalidInput {
    if (body.length == 0) {
      return DEFAULT_REASON;
    }
    MediaType.needJson(head);
    JsonObject fields = JsonObject.read(body, 0, body.length);
    Optional<String> reason = fields.plainText("reason", MAX_REASON_BYTES);
    fields.finish();
    return reason.orElse(DEFAULT_REASON);
  }
}
