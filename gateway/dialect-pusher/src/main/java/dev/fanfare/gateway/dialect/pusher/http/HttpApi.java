package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.Exchange;
import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.pusher.json.Unreadable;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.Command;
import dev.fanfare.protocol.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The addresses of the HTTP API. */
public final class HttpApi {
  private final LongSupplier wallMillis;
  private final int maxBodyBytes;

  /**
   * The API.
   *
   * @param wallMillis milliseconds since 1970
   * @param maxBodyBytes a longer body is refused before it is read
   */
  public HttpApi(LongSupplier wallMillis, int maxBodyBytes) {
    this.wallMillis = wallMillis;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Takes a request under {@code /apps}. */
  public Optional<Match> match(RequestHead head) {
    List<String> path = head.segments();
    if (path.isEmpty() || !path.get(0).equals("apps")) {
      return Optional.empty();
    }
    if (path.size() < 3 || !AppId.isValid(path.get(1))) {
      return Optional.of(notFound());
    }
    return Optional.of(route(head, path.subList(2, path.size())));
  }

  private Match route(RequestHead head, List<String> path) {
    AppId app = new AppId(head.segments().get(1));
    Optional<Route> route = Route.of(path, head, wallMillis);
    if (route.isEmpty()) {
      return notFound();
    }
    if (!route.get().method().equals(head.method())) {
      return new Match.Answered(
          Texts.refused(405, "This address takes " + route.get().method() + " only.")
              .with("allow", route.get().method()));
    }
    return new Match.Exchanged(
        new OneCall(head, app, route.get().call(), wallMillis), maxBodyBytes);
  }

  private static Match notFound() {
    return new Match.Answered(
        Texts.refused(404, "There is nothing at this address. Check the app id and the path."));
  }

  /** One request: its signature is read, then the call takes it. */
  private static final class OneCall implements Exchange {
    private final RequestHead head;
    private final AppId app;
    private final Call call;
    private final LongSupplier wallMillis;
    private Optional<Call.Caller> caller = Optional.empty();
    private Optional<HttpAnswer> known = Optional.empty();

    OneCall(RequestHead head, AppId app, Call call, LongSupplier wallMillis) {
      this.head = head;
      this.app = app;
      this.call = call;
      this.wallMillis = wallMillis;
    }

    @Override
    public Step begin(byte[] body) {
      return switch (SignedRequest.read(head, body, wallMillis.getAsLong())) {
        case SignedRequest.Reading.Refused(int status, String sentence) ->
            new Step.Answer(Texts.refused(status, sentence));
        case SignedRequest.Reading.Signed(var credential) -> {
          Call.Caller who = new Call.Caller(credential);
          caller = Optional.of(who);
          yield first(who, body);
        }
      };
    }

    /** Whoever did not sign well is told that before anything else. */
    private Step first(Call.Caller who, byte[] body) {
      Call.Next next;
      try {
        next = call.begin(who, body);
      } catch (Unreadable wrong) {
        next = new Call.Next.Done(Texts.refused(400, wrong.sentence()));
      }
      if (next instanceof Call.Next.Done(HttpAnswer answer)) {
        known = Optional.of(answer);
        return Call.step(
            new Call.Next.Run(List.of(new Command.Authenticate(who.credential()))), who, app);
      }
      return Call.step(next, who, app);
    }

    @Override
    public Step answered(List<Result> results) {
      Optional<HttpAnswer> answer = Texts.refusal(results).or(() -> known);
      if (answer.isPresent()) {
        return new Step.Answer(answer.get());
      }
      try {
        return Call.step(call.answered(results), caller.orElseThrow(), app);
      } catch (Unreadable wrong) {
        return new Step.Answer(Texts.refused(400, wrong.sentence()));
      }
    }
  }
}
