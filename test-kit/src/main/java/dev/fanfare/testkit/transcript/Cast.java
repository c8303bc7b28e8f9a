package dev.fanfare.testkit.transcript;

import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whom transcripts are about.
 *
 * @param apps that the gateway knows
 * @param names that transcripts know from the start
 * @param entrance where clients connect that do not say where
 * @param backend how a customer's server shows who it is
 */
public record Cast(
    List<App> apps, Function<Time, Bindings> names, String entrance, Backend backend) {
  public Cast {
    apps = List.copyOf(apps);
  }

  /** Adds to a call what shows who makes it. */
  @FunctionalInterface
  public interface Backend {
    /** The call as it is sent at this time. */
    Call signed(String method, String target, Optional<String> body, Time time);
  }

  /** What of a call carries credentials. */
  public record Call(String target, Map<String, List<String>> headers) {
    public Call {
      headers = Map.copyOf(headers);
    }
  }
}
