package dev.fanfare.gateway.edge.carried;

import dev.fanfare.gateway.auth.ClusterSecret;
import dev.fanfare.gateway.dialect.Carriage;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.Seal;
import dev.fanfare.gateway.dialect.SessionRef;
import dev.fanfare.gateway.edge.gate.Admission;
import dev.fanfare.gateway.edge.gate.Gatekeeper;
import dev.fanfare.gateway.edge.loop.EdgeLoop;
import dev.fanfare.gateway.port.SessionDirectory;
import dev.fanfare.gateway.port.SessionDirectory.Claim;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The sessions of this gateway that live over several requests. One for all its listeners. Any
 * thread.
 */
public final class Carriers {
  private final CarriedOptions options;
  private final Gatekeeper gatekeeper;
  private final SessionDirectory directory;
  private final SessionIds ids;
  private final Misses misses;
  private final Strangers strangers;
  private final ConcurrentHashMap<Name, Future<CarriedSession>> sessions =
      new ConcurrentHashMap<>();

  /**
   * An empty table.
   *
   * @param nanos since some moment; never goes back
   */
  public Carriers(
      CarriedOptions options,
      Gatekeeper gatekeeper,
      SessionDirectory directory,
      SessionIds ids,
      LongSupplier nanos) {
    this.options = options;
    this.gatekeeper = gatekeeper;
    this.directory = directory;
    this.ids = ids;
    this.misses = new Misses(options, nanos);
    this.strangers = new Strangers(options.strangersPerAddress());
  }

  /** A table for a gateway without others. */
  public static Carriers alone(CarriedOptions options, Gatekeeper gatekeeper, SecureRandom random) {
    byte[] secret = new byte[ClusterSecret.MIN_BYTES];
    random.nextBytes(secret);
    Seal seal = new ClusterSecret(List.of(secret)).seal("session");
    return new Carriers(
        options, gatekeeper, Alone.INSTANCE, new SessionIds(seal, random), System::nanoTime);
  }

  private record Name(String scope, String id) {}

  /** Where a request may go, and what it may do there. */
  public record Bounds(boolean mayOpen, boolean mayForward) {}

  /** How many sessions there are. */
  public int size() {
    return sessions.size();
  }

  /**
   * Does what a request asks for. Called on its loop.
   *
   * @param body valid UTF-8
   */
  public Future<Carry> carry(
      Match.Carried request, RequestHead head, byte[] body, EdgeLoop loop, Bounds bounds) {
    return switch (request.session()) {
      case SessionRef.New(String scope) ->
          open(request, new Name(scope, ids.issue(scope, directory.self())), head, loop, bounds)
              .compose(opened -> go(opened, request, body));
      case SessionRef.Issued(String scope, String id) ->
          issued(request, new Name(scope, id), head, body, bounds);
      case SessionRef.Claimed(String scope, String id) ->
          claimed(request, new Name(scope, id), head, body, loop, bounds);
    };
  }

  /** Ends all sessions; those who receive from them are told by their own sockets. */
  public void endAll() {
    sessions
        .values()
        .forEach(session -> session.onSuccess(open -> open.loop().execute(open::goAway)));
  }

  private Future<Carry> issued(
      Match.Carried request, Name name, RequestHead head, byte[] body, Bounds bounds) {
    Optional<String> owner =
        misses.isTooMany(head.remoteAddress())
            ? Optional.empty()
            : ids.ownerOf(name.scope(), name.id());
    if (owner.isEmpty()) {
      return miss(request, head);
    }
    if (!directory.isSelf(owner.get())) {
      return elsewhere(request, owner.get(), head, bounds);
    }
    Future<CarriedSession> session = sessions.get(name);
    return session == null
        ? miss(request, head)
        : session.compose(
            found -> go(new Opened.Session(found), request, body),
            broken -> answered(request.unknown()));
  }

  private Future<Carry> claimed(
      Match.Carried request,
      Name name,
      RequestHead head,
      byte[] body,
      EdgeLoop loop,
      Bounds bounds) {
    Future<CarriedSession> here = sessions.get(name);
    if (here != null) {
      return here.compose(
          found -> go(new Opened.Session(found), request, body),
          broken -> answered(request.unknown()));
    }
    if (misses.isTooMany(head.remoteAddress())) {
      return miss(request, head);
    }
    return directory
        .claim(name.scope(), name.id())
        .compose(
            claim ->
                switch (claim) {
                  case Claim.Others(String gateway) -> elsewhere(request, gateway, head, bounds);
                  case Claim.Mine mine -> mine(request, name, head, body, loop, bounds);
                },
            broken -> answered(refusal(Fault.of(FaultCode.UNAVAILABLE))));
  }

  private Future<Carry> mine(
      Match.Carried request,
      Name name,
      RequestHead head,
      byte[] body,
      EdgeLoop loop,
      Bounds bounds) {
    boolean opens = request.fresh().isPresent() && !(request.carriage() instanceof Carriage.Posts);
    if (!opens) {
      directory.release(name.scope(), name.id());
      if (sessions.containsKey(name)) {
        // It was opened meanwhile.
        return directory
            .claim(name.scope(), name.id())
            .compose(again -> claimed(request, name, head, body, loop, bounds));
      }
      return miss(request, head);
    }
    return onLoop(loop, () -> open(request, name, head, loop, bounds))
        .compose(opened -> go(opened, request, body));
  }

  private Future<Carry> miss(Match.Carried request, RequestHead head) {
    if (misses.isTooMany(head.remoteAddress())) {
      return answered(refusal(Fault.of(FaultCode.RATE_LIMITED).retryAfter(options.missesWithin())));
    }
    misses.missed(head.remoteAddress());
    return answered(request.unknown());
  }

  private Future<Carry> elsewhere(
      Match.Carried request, String owner, RequestHead head, Bounds bounds) {
    if (!bounds.mayForward()) {
      return miss(request, head);
    }
    return directory
        .address(owner)
        .compose(
            address ->
                address.isEmpty()
                    ? miss(request, head)
                    : Future.succeededFuture(new Carry.Elsewhere(owner, address.get())),
            broken -> answered(refusal(Fault.of(FaultCode.UNAVAILABLE))));
  }

  /** A session, or why there is none. */
  private sealed interface Opened {
    record Session(CarriedSession session) implements Opened {}

    record Refused(HttpAnswer answer) implements Opened {}
  }

  /** On the loop. One of several that open the same at once does it, the others wait for it. */
  private Future<Opened> open(
      Match.Carried request, Name name, RequestHead head, EdgeLoop loop, Bounds bounds) {
    if (!bounds.mayOpen() || sessions.size() >= options.sessions()) {
      return refuse(name, Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(2)));
    }
    Promise<CarriedSession> promise = Promise.promise();
    Future<CarriedSession> first = sessions.putIfAbsent(name, promise.future());
    if (first != null) {
      return first
          .<Opened>map(Opened.Session::new)
          .recover(broken -> refuse(name, Fault.of(FaultCode.UNAVAILABLE)));
    }
    String address = Network.of(head.remoteAddress());
    if (!strangers.enter(address)) {
      forget(name);
      promise.fail("There are too many from one address");
      return refuse(name, Fault.of(FaultCode.UNAVAILABLE).retryAfter(Duration.ofSeconds(2)));
    }
    Function<String, Match.Converse> fresh = request.fresh().orElseThrow();
    return gatekeeper
        .admit(fresh.apply(name.id()), head)
        .compose(
            admission ->
                onLoop(loop, () -> opened(request, name, loop, admission, address, promise)))
        .onFailure(
            broken -> {
              if (promise.tryFail(broken)) {
                strangers.leave(address);
                forget(name);
              }
            });
  }

  private Future<Opened> opened(
      Match.Carried request,
      Name name,
      EdgeLoop loop,
      Admission admission,
      String address,
      Promise<CarriedSession> promise) {
    return switch (admission) {
      case Admission.Refused(Fault fault) -> {
        strangers.leave(address);
        forget(name);
        promise.fail("It was not admitted");
        yield refuse(name, fault);
      }
      case Admission.Granted(Admission.Entrance entrance) -> {
        CarriedSession session =
            new CarriedSession(
                name.id(),
                loop,
                request.linger(),
                options,
                this::refusal,
                () -> strangers.leave(address),
                () -> forget(name));
        session.open(entrance);
        promise.complete(session);
        yield Future.succeededFuture(new Opened.Session(session));
      }
    };
  }

  private void forget(Name name) {
    sessions.remove(name);
    directory.release(name.scope(), name.id());
  }

  private Future<Opened> refuse(Name name, Fault fault) {
    directory.release(name.scope(), name.id());
    return Future.succeededFuture(new Opened.Refused(refusal(fault)));
  }

  private Future<Carry> go(Opened opened, Match.Carried request, byte[] body) {
    return switch (opened) {
      case Opened.Refused(HttpAnswer answer) -> answered(answer);
      case Opened.Session(CarriedSession session) ->
          onLoop(session.loop(), () -> Future.succeededFuture(session.carry(request, body)));
    };
  }

  private HttpAnswer refusal(Fault fault) {
    HttpAnswer answer = gatekeeper.refusal(fault.code().httpStatus(), fault);
    return fault
        .retryAfter()
        .map(
            wait -> answer.with("retry-after", Long.toString(Math.ceilDiv(wait.toMillis(), 1_000))))
        .orElse(answer);
  }

  private static Future<Carry> answered(HttpAnswer answer) {
    return Future.succeededFuture(new Carry.Answered(answer));
  }

  private static <T> Future<T> onLoop(EdgeLoop loop, Supplier<Future<T>> action) {
    if (loop.isCurrent()) {
      return action.get();
    }
    Promise<T> done = Promise.promise();
    loop.execute(
        () -> {
          try {
            action.get().onComplete(done);
          } catch (RuntimeException broken) {
            done.fail(broken);
          }
        });
    return done.future();
  }
}
