package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.PlainText;
import dev.fanfare.gateway.dialect.fanfare.wire.Drafts;
import dev.fanfare.gateway.dialect.fanfare.wire.HistoryQuery;
import dev.fanfare.gateway.dialect.fanfare.wire.Places;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.EnterPresence;
import dev.fanfare.protocol.Command.LeavePresence;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Command.ReadHistory;
import dev.fanfare.protocol.Command.ReadPresence;
import dev.fanfare.protocol.Command.Unsubscribe;
import dev.fanfare.protocol.ConnectionId;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a frame, whose number is already read, into what it asks for. */
final class RequestReader {
  private static final int MAX_TOKEN_CHARS = 8_192;

  private RequestReader() {}

  /**
   * Reads the request of a frame.
   *
   * @param sender under whom the connection publishes
   * @param maxBatch messages in one publish
   * @throws InvalidInput when it asks for nothing that there is, or in the wrong way
   */
  static Request read(Fields frame, Sender sender, int maxBatch) throws InvalidInput {
    String op = frame.needText("op");
    Request request =
        switch (op) {
          case "hello" -> hello(frame);
          case "auth" -> new Request.Refresh(token(frame.needText("token")));
          case "sub" -> subscribe(frame);
          case "unsub" -> ask(new Unsubscribe(channel(frame)));
          case "pub" -> publish(frame, sender);
          case "pubs" -> publishAll(frame, sender, maxBatch);
          case "pres" -> presence(frame);
          case "hist" -> history(frame);
          case "ping" -> new Request.Ping();
          case "bye" -> new Request.Bye();
          case "rpc", "send", "ret", "ack", "flow" ->
              throw InvalidInput.of(
                  FaultCode.UNSUPPORTED,
                  "Operation '" + op + "' is reserved and not offered yet. Do without it.");
          default ->
              throw InvalidInput.of(
                  FaultCode.UNKNOWN_OPERATION,
                  "There is no operation '"
                      + InvalidInput.shown(op)
                      + "'. Use hello, auth, sub, unsub, pub, pubs, pres, hist, ping or bye.");
        };
    frame.finish();
    return request;
  }

  private static Request hello(Fields frame) throws InvalidInput {
    long version = frame.need(frame.natural("v"), "v", "the protocol version, 1");
    if (version != 1) {
      throw InvalidInput.of(
          FaultCode.UNSUPPORTED_VERSION, "Version " + version + " is not spoken here. Send v: 1.");
    }
    frame.reserved("resume");
    Optional<String> token = frame.text("token");
    Optional<String> key = frame.text("key");
    if (token.isPresent() && key.isPresent()) {
      throw frame.refused("key", "stands beside a token. Send one of them.");
    }
    Optional<Fields> client = frame.object("client");
    if (client.isPresent()) {
      client.get().plainText("name", Drafts.MAX_LABEL_BYTES);
      client.get().plainText("version", Drafts.MAX_LABEL_BYTES);
      client.get().finish();
    }
    Optional<Presented> credential =
        token.isPresent()
            ? Optional.of(token(token.get()))
            : key.isPresent() ? Optional.of(key(key.get())) : Optional.empty();
    return new Request.Hello(credential, SubscribeReader.readAll(frame));
  }

  private static Request subscribe(Fields frame) throws InvalidInput {
    return new Request.Ask(SubscribeReader.read(frame, channel(frame)), new Shape.Joining());
  }

  private static Request publish(Fields frame, Sender sender) throws InvalidInput {
    ChannelName channel = channel(frame);
    Draft draft = echo(frame, Drafts.read(frame, sender), sender);
    return new Request.Ask(new Publish(channel, List.of(draft)), new Shape.Single());
  }

  private static Request publishAll(Fields frame, Sender sender, int maxBatch) throws InvalidInput {
    ChannelName channel = channel(frame);
    List<Fields> messages =
        frame.need(frame.objects("messages", maxBatch), "messages", "an array of messages");
    List<Draft> drafts = new ArrayList<>(messages.size());
    for (Fields message : messages) {
      drafts.add(echo(frame, Drafts.read(message, sender), sender));
      message.finish();
    }
    return ask(new Publish(channel, drafts));
  }

  private static Draft echo(Fields frame, Draft draft, Sender sender) throws InvalidInput {
    Optional<ConnectionId> own = sender.connection();
    return frame.flag("echo", true) || own.isEmpty() ? draft : draft.exceptFor(own.get());
  }

  private static Request presence(Fields frame) throws InvalidInput {
    ChannelName channel = channel(frame);
    Optional<ClientId> client = client(frame);
    String action =
        frame.need(
            frame.oneOf("action", "enter", "update", "leave", "get", "count"),
            "action",
            "enter, update, leave, get or count");
    return switch (action) {
      case "leave" -> ask(new LeavePresence(channel, client, data(frame)));
      case "get" -> {
        int limit = frame.integer("limit", 1, 1_000).orElse(100L).intValue();
        Optional<String> cursor = frame.plainText("cursor", 1_024);
        yield ask(new ReadPresence(channel, client, limit, cursor));
      }
      case "count" ->
          new Request.Ask(
              new ReadPresence(channel, client, 1, Optional.empty()), new Shape.Count());
      default -> ask(new EnterPresence(channel, client, data(frame)));
    };
  }

  private static Optional<Payload> data(Fields frame) throws InvalidInput {
    return Drafts.presenceData(frame);
  }

  private static Request history(Fields frame) throws InvalidInput {
    ChannelName channel = channel(frame);
    ReadHistory query =
        HistoryQuery.of(
            channel,
            frame.oneOf("direction", "backwards", "forwards"),
            Places.read(frame, "from"),
            frame.plainText("cursor", 64),
            frame
                .integer("limit", 1, HistoryQuery.MAX_LIMIT)
                .orElse((long) HistoryQuery.DEFAULT_LIMIT)
                .intValue());
    return new Request.Ask(query, new Shape.Paged(query.direction()));
  }

  private static Request ask(Command command) {
    return new Request.Ask(command, new Shape.Plain());
  }

  private static ChannelName channel(Fields frame) throws InvalidInput {
    return Drafts.channel(frame.needText("channel"));
  }

  private static Optional<ClientId> client(Fields frame) throws InvalidInput {
    Optional<String> client = frame.text("client");
    if (client.isPresent() && !ClientId.isValid(client.get())) {
      throw frame.refused("client", PlainText.demand(ClientId.MAX_BYTES));
    }
    return client.map(ClientId::new);
  }

  private static Presented token(String jwt) throws InvalidInput {
    if (jwt.isEmpty() || jwt.length() > MAX_TOKEN_CHARS) {
      throw InvalidInput.of(
          FaultCode.TOKEN_INVALID,
          "The token is empty or longer than 8 KB. " + FaultCode.TOKEN_INVALID.remedy());
    }
    return new Presented.Token(jwt);
  }

  private static Presented key(String idAndSecret) throws InvalidInput {
    int colon = idAndSecret.indexOf(':');
    if (colon < 0
        || colon == idAndSecret.length() - 1
        || idAndSecret.length() > MAX_TOKEN_CHARS
        || !KeyId.isValid(idAndSecret.substring(0, colon))) {
      throw InvalidInput.of(
          FaultCode.UNAUTHENTICATED, "The key is not of the form 'id:secret'. Send it so.");
    }
    return new Presented.Key(
        new KeyId(idAndSecret.substring(0, colon)), idAndSecret.substring(colon + 1));
  }
}
