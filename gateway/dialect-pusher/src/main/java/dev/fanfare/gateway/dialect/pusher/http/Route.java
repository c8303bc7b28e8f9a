package dev.fanfare.gateway.dialect.pusher.http;

import dev.fanfare.gateway.dialect.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One address of the API.
 *
 * @param call a fresh one
 */
record Route(String method, Call call) {
  /** The route of a path below {@code /apps/ID}. */
  static Optional<Route> of(List<String> path, RequestHead head, LongSupplier wallMillis) {
    String first = path.get(0);
    return switch (path.size()) {
      case 1 ->
          switch (first) {
            case "events" -> Optional.of(new Route("POST", new EventsCall(false)));
            case "batch_events" -> Optional.of(new Route("POST", new EventsCall(true)));
            case "channels" -> Optional.of(new Route("GET", new ChannelsCall(head)));
            default -> Optional.empty();
          };
      case 2 ->
          first.equals("channels")
              ? Optional.of(new Route("GET", new ChannelCall(path.get(1), head, wallMillis)))
              : Optional.empty();
      case 3 -> ofThree(first, path.get(1), path.get(2));
      default -> Optional.empty();
    };
  }

  private static Optional<Route> ofThree(String first, String name, String last) {
    if (first.equals("channels") && last.equals("users")) {
      return Optional.of(new Route("GET", new UsersCall(name)));
    }
    return first.equals("users") && last.equals("terminate_connections")
        ? Optional.of(new Route("POST", new TerminateCall(name)))
        : Optional.empty();
  }
}
