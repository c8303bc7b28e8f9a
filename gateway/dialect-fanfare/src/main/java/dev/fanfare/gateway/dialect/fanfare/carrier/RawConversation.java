package dev.fanfare.gateway.dialect.fanfare.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.dialect.Conversation;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonText;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.gateway.dialect.fanfare.socket.Farewells;
import dev.fanfare.gateway.dialect.fanfare.wire.Faults;
import dev.fanfare.protocol.Command.Authenticate;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Command.Publish;
import dev.fanfare.protocol.Command.Subscribe;
import dev.fanfare.protocol.Command.View;
import dev.fanfare.protocol.Draft;
import dev.fanfare.protocol.Draft.Sender;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Limits;
import dev.fanfare.protocol.Payload;
import dev.fanfare.protocol.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A raw WebSocket: every frame in is a publish, every message out is the payload. Its rules have
 * numbers in {@code docs/spec/raw.md}.
 */
final class RawConversation implements Conversation {
  private final RawSocket.Options options;
  private final Presented credential;
  private final List<Draft> early = new ArrayList<>();
  private long earlyBytes;
  private Sender sender = Sender.NOBODY;
  private Limits limits = Limits.DEFAULT;
  private boolean admitted;
  private boolean closed;

  RawConversation(RawSocket.Options options, Presented credential) {
    this.options = options;
    this.credential = credential;
  }

  /** What a result belongs to. */
  private enum Asked {
    WHO_IT_IS,
    TO_HEAR,
    TO_PUBLISH
  }

  @Override
  public List<Action> opened(Opening opening) {
    limits = opening.limits();
    sender = new Sender(Optional.empty(), Optional.of(opening.connection()));
    return List.of(new Action.Run(new Authenticate(credential), Asked.WHO_IT_IS));
  }

  @Override
  public List<Action> received(byte[] message, boolean binary) {
    List<Action> actions = new ArrayList<>(1);
    if (closed) {
      return actions;
    }
    Draft draft;
    try {
      draft = Draft.of(payload(message, binary));
    } catch (InvalidInput noJson) {
      end(noJson.fault(), actions);
      return actions;
    }
    if (admitted) {
      publish(draft, actions);
    } else {
      keep(draft, actions);
    }
    return actions;
  }

  private Payload payload(byte[] message, boolean binary) throws InvalidInput {
    if (binary) {
      return Payload.binary(message);
    }
    return options.texts() == Payload.Kind.JSON
        ? Payload.json(JsonText.value(message))
        : new Payload(Payload.Kind.TEXT, message, Optional.empty());
  }

  private void keep(Draft draft, List<Action> actions) {
    early.add(draft);
    earlyBytes += draft.payload().bytes().length + 64;
    if (earlyBytes > limits.batchBytes()) {
      end(
          Fault.of(
              FaultCode.TOO_MANY,
              "More was sent than is kept while the credential is checked. Wait for the first"
                  + " message, or send less."),
          actions);
    }
  }

  private void publish(Draft draft, List<Action> actions) {
    Draft mine = draft.sentBy(sender);
    Draft out = options.echo() ? mine : sender.connection().map(mine::exceptFor).orElse(mine);
    actions.add(new Action.Run(new Publish(options.channel(), List.of(out)), Asked.TO_PUBLISH));
  }

  @Override
  public List<Action> answered(Object tag, Result result) {
    List<Action> actions = new ArrayList<>(2);
    if (closed) {
      return actions;
    }
    if (result instanceof Result.Refused(Fault fault)) {
      end(fault, actions);
      return actions;
    }
    if (result instanceof Result.Authenticated authenticated) {
      admitted = true;
      limits = authenticated.limits();
      sender = new Sender(authenticated.client(), sender.connection());
      if (options.listens()) {
        Subscribe subscribe =
            new Subscribe(options.channel(), options.start(), View.MESSAGES, Optional.empty());
        actions.add(new Action.Run(subscribe, Asked.TO_HEAR));
      }
      early.forEach(draft -> publish(draft, actions));
      early.clear();
    }
    if (result instanceof Result.Subscribed subscribed && options.envelope()) {
      Openings.of(subscribed).forEach(push -> send(push.json(), actions));
    }
    return actions;
  }

  @Override
  public List<Action> elapsed(Object timer) {
    return List.of(); // it starts none
  }

  @Override
  public List<Action> told(Notice notice) {
    List<Action> actions = new ArrayList<>(2);
    if (closed) {
      return actions;
    }
    switch (notice) {
      case Notice.Unsubscribed(var channel, Fault fault) -> end(fault, actions);
      case Notice.ExpiresSoon(Duration in) -> {
        if (options.envelope()) {
          send(Farewells.expiresSoon(in), actions);
        }
      }
      case Notice.AppChanged changed -> {}
      case Notice.Ending(Fault fault) -> {
        if (options.envelope()) {
          send(Farewells.bye(fault), actions);
        }
        close(fault, actions);
      }
    }
    return actions;
  }

  private void end(Fault fault, List<Action> actions) {
    if (options.envelope()) {
      JsonWriter json = new JsonWriter().object().name("err");
      Faults.write(json, fault, Faults.Scope.CONNECTION);
      send(json.end().toBytes(), actions);
    }
    close(fault, actions);
  }

  private void close(Fault fault, List<Action> actions) {
    closed = true;
    early.clear();
    actions.add(new Action.Close(fault.code().closeCode(), reason(fault)));
  }

  /** The number, and as much of the sentence as a close frame can carry. */
  private static String reason(Fault fault) {
    String text = fault.code().number() + " " + fault.message();
    while (text.getBytes(UTF_8).length > 123) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
    return text;
  }

  private static void send(byte[] line, List<Action> actions) {
    actions.add(new Action.Send(line, false));
  }
}
