package dev.fanfare.gateway.dialect.fanfare.rest;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.gateway.dialect.Match;
import dev.fanfare.gateway.dialect.RequestHead;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The routes of the REST API. */
public final class RestApi {
  private final List<Route> routes;
  private final int maxBodyBytes;

  /**
   * The API.
   *
   * @param wallMillis milliseconds since 1970
   * @param maxBodyBytes the largest body of any request
   */
  public RestApi(LongSupplier wallMillis, int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
    byte[] openApi = resource("openapi.json");
    routes =
        List.of(
            new Route(
                "POST",
                "/v1/channels/{channel}/messages",
                Handler.withBody(PublishRoutes::toChannel)),
            new Route(
                "POST", "/v1/messages", Handler.withBody((head, none) -> BatchRoute.plan(head))),
            new Route(
                "GET", "/v1/channels/{channel}/messages", Handler.reading(ReadRoutes::history)),
            new Route(
                "GET", "/v1/channels/{channel}/presence", Handler.reading(ReadRoutes::presence)),
            new Route("GET", "/v1/channels/{channel}", Handler.reading(ReadRoutes::status)),
            new Route(
                "GET", "/v1/channels", Handler.reading((head, none) -> ReadRoutes.list(head))),
            new Route(
                "POST",
                "/v1/connections/{connection}/disconnect",
                Handler.withBody(DisconnectRoutes::connection)),
            new Route(
                "POST",
                "/v1/clients/{client}/disconnect",
                Handler.withBody(DisconnectRoutes::client)),
            new Route(
                "POST", "/v1/tickets", Handler.withBody((head, none) -> TicketRoutes.make(head))),
            new Route("GET", "/v1/time", Handler.open((head, none) -> time(head, wallMillis))),
            new Route("GET", "/v1/faults", Handler.open((head, none) -> FaultPages.all(head))),
            new Route("GET", "/v1/faults/{number}", Handler.open(FaultPages::one)),
            new Route(
                "GET", "/v1/openapi.json", Handler.open((head, none) -> openApi(head, openApi))));
  }

  /** Takes a request that is of this API; a wrong method or head is answered at once. */
  public Optional<Match> match(RequestHead head) {
    String method = head.method().equals("HEAD") ? "GET" : head.method();
    List<String> allowed = new ArrayList<>();
    for (Route route : routes) {
      Optional<List<String>> variables = route.variables(head.segments());
      if (variables.isPresent()) {
        if (route.method().equals(method)) {
          return Optional.of(handle(route, head, variables.get()));
        }
        allowed.add(route.method().equals("GET") ? "GET, HEAD" : route.method());
      }
    }
    return allowed.isEmpty() ? Optional.empty() : Optional.of(wrongMethod(head, allowed));
  }

  private Match handle(Route route, RequestHead head, List<String> variables) {
    try {
      return route.handler().handle(head, variables, maxBodyBytes);
    } catch (InvalidInput refused) {
      return new Match.Answered(Problem.of(refused.fault()));
    }
  }

  /** A refusal of a method, with those that the address takes. */
  public static Match wrongMethod(RequestHead head, List<String> allowed) {
    String list = String.join(", ", allowed);
    Fault fault =
        Fault.of(
            FaultCode.METHOD_NOT_ALLOWED,
            "This address does not take "
                + InvalidInput.shown(head.method())
                + ", but "
                + list
                + ".");
    return new Match.Answered(Problem.of(fault).with("allow", list));
  }

  /** What there is, for the check against the published description. */
  List<Route> routes() {
    return routes;
  }

  private static HttpAnswer time(RequestHead head, LongSupplier wallMillis) throws InvalidInput {
    new Query(head).finish();
    return Json.answer(200, json -> json.object().field("now", wallMillis.getAsLong()).end());
  }

  private static HttpAnswer openApi(RequestHead head, byte[] document) throws InvalidInput {
    new Query(head).finish();
    return HttpAnswer.of(200, Json.MEDIA_TYPE, document)
        .with("cache-control", "public, max-age=3600");
  }

  private static byte[] resource(String name) {
    try (InputStream stream = RestApi.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The jar lacks " + name);
      }
      return stream.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
