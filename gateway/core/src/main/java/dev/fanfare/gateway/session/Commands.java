package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.channel.ChannelReader;
import dev.fanfare.gateway.channel.Publisher;
import dev.fanfare.gateway.history.HistoryReader;
import dev.fanfare.gateway.port.Bus;
import dev.fanfare.gateway.port.Control;
import dev.fanfare.gateway.presence.PresenceEntries;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Operation;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;

/** Carries out commands that need no connection. Any thread. */
final class Commands {
  private static final ChannelName EVERYWHERE = new ChannelName("*");

  private final Publisher publisher;
  private final PresenceEntries presence;
  private final HistoryReader history;
  private final ChannelReader channels;
  private final Bus bus;
  private final Registry registry;
  private final Authenticator authenticator;

  Commands(
      Publisher publisher,
      PresenceEntries presence,
      HistoryReader history,
      ChannelReader channels,
      Bus bus,
      Registry registry,
      Authenticator authenticator) {
    this.publisher = publisher;
    this.presence = presence;
    this.history = history;
    this.channels = channels;
    this.bus = bus;
    this.registry = registry;
    this.authenticator = authenticator;
  }

  /**
   * Carries a command out.
   *
   * @param answer is told exactly once, on any thread, also before this returns
   */
  void handle(Caller caller, Command command, Consumer<? super Result> answer) {
    switch (command) {
      case Command.Publish publish -> publisher.publish(caller, publish, answer::accept);
      case Command.EnterPresence enter -> presence.enter(caller, enter, answer::accept);
      case Command.LeavePresence leave -> presence.leave(caller, leave, false, answer::accept);
      case Command.ReadPresence read -> tell(presence.read(caller, read), answer);
      case Command.ReadHistory read -> tell(history.read(caller, read), answer);
      case Command.ReadChannel read -> tell(channels.read(caller, read), answer);
      case Command.ListChannels list -> tell(channels.list(caller, list), answer);
      case Command.MakeTicket make -> answer.accept(authenticator.makeTicket(caller, make));
      case Command.Disconnect disconnect -> tell(disconnect(caller, disconnect), answer);
      case Command.Authenticate authenticate -> answer.accept(needsConnection());
      case Command.Subscribe subscribe -> answer.accept(needsConnection());
      case Command.Unsubscribe unsubscribe -> answer.accept(needsConnection());
    }
  }

  PresenceEntries presence() {
    return presence;
  }

  /** Every gateway hears of it, this one too, and closes what it has. */
  private Future<Result> disconnect(Caller caller, Command.Disconnect disconnect) {
    if (!caller.grant().allows(Operation.ADMIN, EVERYWHERE)) {
      return Future.succeededFuture(
          new Result.Refused(
              Fault.of(
                  FaultCode.FORBIDDEN,
                  "Closing connections needs a credential that allows 'admin' in every channel"
                      + " ('*').")));
    }
    int here = registry.targets(caller.app().id(), disconnect.target()).size();
    return bus.broadcast(
            new Control.Disconnect(caller.app().id(), disconnect.target(), disconnect.reason()))
        .map(done -> (Result) new Result.Disconnected(here));
  }

  private static void tell(Future<? extends Result> result, Consumer<? super Result> answer) {
    result.onComplete(
        answer::accept,
        failure ->
            answer.accept(
                new Result.Refused(
                    Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(1)))));
  }

  private static Result.Refused needsConnection() {
    return new Result.Refused(
        Fault.of(FaultCode.UNSUPPORTED, "This belongs to a connection. Use a WebSocket for it."));
  }
}
