package dev.fanfare.gateway.session;

import dev.fanfare.gateway.auth.Authentication;
import dev.fanfare.gateway.auth.Authenticator;
import dev.fanfare.gateway.auth.Caller;
import dev.fanfare.gateway.auth.Grant;
import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.Exchange.Step;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.limits.Fairness;
import dev.fanfare.gateway.limits.Reads;
import dev.fanfare.gateway.limits.Turns;
import dev.fanfare.gateway.port.AppDirectory;
import dev.fanfare.gateway.port.Loop;
import dev.fanfare.gateway.port.Loops;
import dev.fanfare.gateway.port.Telemetry;
import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Command.Presented;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import dev.fanfare.protocol.Result;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out HTTP exchanges: callers without a connection. Any thread. */
public final class Exchanges {
  /** What reading a request and answering it takes of its app's share. */
  private static final int REQUEST_UNITS = 4;

  /** Publishes of one request that may wait for the store at the same time. */
  private static final int MOST_TOGETHER = 100;

  private final Authenticator authenticator;
  private final AppDirectory directory;
  private final Commands commands;
  private final Telemetry telemetry;
  private final Loops loops;
  private final Fairness fairness;
  private final Time time;
  private final Reads reads;

  Exchanges(
      Authenticator authenticator,
      AppDirectory directory,
      Commands commands,
      Telemetry telemetry,
      Loops loops,
      Fairness fairness,
      Reads reads,
      Time time) {
    this.authenticator = authenticator;
    this.directory = directory;
    this.commands = commands;
    this.telemetry = telemetry;
    this.loops = loops;
    this.reads = reads;
    this.fairness = fairness;
    this.time = time;
  }

  /** Takes an exchange from its body to its answer. Fails only when the dialect itself breaks. */
  public Future<HttpAnswer> run(Exchange exchange, byte[] body) {
    try {
      return go(exchange, exchange.begin(body));
    } catch (RuntimeException broken) {
      return Future.failedFuture(broken);
    }
  }

  private Future<HttpAnswer> go(Exchange exchange, Step step) {
    return switch (step) {
      case Step.Answer(HttpAnswer answer) -> Future.succeededFuture(answer);
      case Step.Run run ->
          results(run).compose(results -> go(exchange, exchange.answered(results)));
    };
  }

  private Future<List<Result>> results(Step.Run run) {
    Optional<Fault> elsewhere = run.app().flatMap(this::objection);
    if (elsewhere.isPresent()) {
      return allRefused(run.commands(), elsewhere.get());
    }
    Authentication who =
        run.credential()
            .map(authenticator::authenticate)
            .orElseGet(() -> new Authentication.Refused(Fault.of(FaultCode.UNAUTHENTICATED)));
    return switch (who) {
      case Authentication.Refused(Fault fault) -> allRefused(run.commands(), fault);
      case Authentication.Granted(Grant grant) -> {
        Optional<App> app =
            directory
                .app(grant.app())
                .filter(found -> run.app().isEmpty() || run.app().get().equals(found.id()));
        yield app.isEmpty()
            ? allRefused(run.commands(), Fault.of(FaultCode.UNAUTHENTICATED))
            : inTurn(
                app.get(), new Caller(app.get(), grant, Optional.empty(), Optional.empty()), run);
      }
    };
  }

  /**
   * At once where the app has something of the loop's turn left, else when it has. What waits is
   * bounded by the sockets: each is answered before it is read on.
   */
  private Future<List<Result>> inTurn(App app, Caller caller, Step.Run run) {
    Optional<Loop> loop = currentLoop();
    if (loop.isEmpty()) {
      return inOrder(caller, run, new ArrayList<>());
    }
    Turns turns = fairness.on(loop.get());
    int units = REQUEST_UNITS + units(run.commands());
    if (turns.left(app.id()) > 0) {
      turns.worked(app.id(), units);
      return inOrder(caller, run, new ArrayList<>());
    }
    Promise<List<Result>> later = Promise.promise();
    turns.later(
        app.id(),
        () -> {
          turns.worked(app.id(), units);
          inOrder(caller, run, new ArrayList<>()).onComplete(later);
        });
    return later.future();
  }

  private Optional<Loop> currentLoop() {
    for (Loop loop : loops.all()) {
      if (loop.isCurrent()) {
        return Optional.of(loop);
      }
    }
    return Optional.empty();
  }

  private static int units(List<Command> commands) {
    int units = 0;
    for (Command command : commands) {
      units += command instanceof Command.Publish publish ? publish.drafts().size() : 1;
    }
    return units;
  }

  /** Why an app that a request names cannot be asked. */
  private Optional<Fault> objection(AppId named) {
    Optional<App> app = directory.app(named);
    if (app.isEmpty()) {
      return Optional.of(
          Fault.of(FaultCode.NOT_FOUND, "There is no app '" + named + "' here. Check its id."));
    }
    return app.get().enabled()
        ? Optional.empty()
        : Optional.of(Fault.of(FaultCode.FORBIDDEN, "The app is disabled. Enable it first."));
  }

  private Future<List<Result>> allRefused(List<Command> toRun, Fault fault) {
    telemetry.refused(fault.code());
    return Future.succeededFuture(
        toRun.stream().map(command -> (Result) new Result.Refused(fault)).toList());
  }

  /**
   * One after the other; but publishes that stand beside each other are handed to the store in
   * their order without awaiting each other's answers: within a channel that is the order in which
   * they take effect, and between channels there is none.
   */
  private Future<List<Result>> inOrder(Caller caller, Step.Run run, List<Result> results) {
    List<Command> wanted = run.commands();
    while (results.size() < wanted.size()) {
      int next = results.size();
      Command command = wanted.get(next);
      if (command instanceof Command.Authenticate(Presented again)
          && run.credential().filter(again::equals).isPresent()) {
        note(results, authenticated(caller));
        continue;
      }
      Optional<Fault> tooFast = tooFast(caller.app(), command);
      if (tooFast.isPresent()) {
        note(results, new Result.Refused(tooFast.get()));
        continue;
      }
      Gathering gathering = new Gathering(together(wanted, next));
      for (int i = 0; i < gathering.size(); i++) {
        int at = i;
        commands.handle(caller, wanted.get(next + i), result -> gathering.put(at, result));
      }
      Optional<List<Result>> there = gathering.ifComplete();
      if (there.isEmpty()) {
        return gathering.whenComplete().compose(all -> inOrder(caller, run, noteAll(results, all)));
      }
      noteAll(results, there.get());
    }
    return Future.succeededFuture(results);
  }

  /** How many commands from here on need not await each other. */
  private static int together(List<Command> commands, int from) {
    int to = from;
    while (to < commands.size()
        && to - from < MOST_TOGETHER
        && commands.get(to) instanceof Command.Publish) {
      to++;
    }
    return Math.max(1, to - from);
  }

  private Optional<Fault> tooFast(App app, Command command) {
    long nanos = reads(command) ? reads.tryTake(app.id(), time.monotonicNanos()) : 0;
    return nanos == 0
        ? Optional.empty()
        : Optional.of(
            Fault.of(
                    FaultCode.RATE_LIMITED,
                    "The app may read "
                        + reads.perSecond()
                        + " pages and states a second over HTTP. Wait for the stated time; for what"
                        + " changes often, subscribe.")
                .retryAfter(Duration.ofMillis(Math.ceilDiv(nanos, 1_000_000))));
  }

  private static boolean reads(Command command) {
    return switch (command) {
      case Command.ReadPresence read -> true;
      case Command.ReadHistory read -> true;
      case Command.ReadChannel read -> true;
      case Command.ListChannels list -> true;
      case Command.Authenticate authenticate -> false;
      case Command.Subscribe subscribe -> false;
      case Command.Unsubscribe unsubscribe -> false;
      case Command.Publish publish -> false;
      case Command.EnterPresence enter -> false;
      case Command.LeavePresence leave -> false;
      case Command.MakeTicket make -> false;
      case Command.Disconnect disconnect -> false;
    };
  }

  /** Who calls, for an exchange that asks for it with the credential of its own request. */
  private static Result authenticated(Caller caller) {
    return new Result.Authenticated(
        caller.app().id(),
        caller.grant().client(),
        caller.grant().expiresAt(),
        caller.app().limits(),
        caller.app().options());
  }

  private List<Result> noteAll(List<Result> results, List<Result> more) {
    for (Result result : more) {
      note(results, result);
    }
    return results;
  }

  private List<Result> note(List<Result> results, Result result) {
    if (result instanceof Result.Refused(Fault fault)) {
      telemetry.refused(fault.code());
    }
    results.add(result);
    return results;
  }
}
