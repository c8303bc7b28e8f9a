package dev.fanfare.gateway.dialect.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.gateway.dialect.HttpAnswer;
import dev.fanfare.testkit.TestGateway;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A customer's server: it signs what it asks. */
final class Backend {
  private final World world;
  private final TestGateway gateway;

  Backend(World world, TestGateway gateway) {
    this.world = world;
    this.gateway = gateway;
  }

  /** What came back. */
  record Answer(int status, String body) {
    Answer is(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      return this;
    }

    Answer says(String text) {
      assertThat(body).isEqualTo(text);
      return this;
    }

    Answer tells(String part) {
      assertThat(body).contains(part);
      return this;
    }
  }

  Answer trigger(String channel, String event, String data) {
    return post(
        "events",
        "{\"name\":\""
            + event
            + "\",\"channel\":\""
            + channel
            + "\",\"data\":"
            + Pusher.quoted(data)
            + "}");
  }

  Answer post(String path, String body) {
    String full = "/apps/" + World.APP + "/" + path;
    return send("POST", full, signed("POST", full, parameters(body), World.SECRET), body);
  }

  /** The same, not awaited. */
  Future<HttpAnswer> posts(String path, String body) {
    String full = "/apps/" + World.APP + "/" + path;
    String query = signed("POST", full, parameters(body), World.SECRET);
    return gateway.posts(World.head("POST", full, query, false), body.getBytes(UTF_8));
  }

  Answer get(String path, String... pairs) {
    String full = "/apps/" + World.APP + "/" + path;
    Map<String, String> parameters = parameters("");
    for (int i = 0; i < pairs.length; i += 2) {
      parameters.put(pairs[i], pairs[i + 1]);
    }
    return send("GET", full, signed("GET", full, parameters, World.SECRET), "");
  }

  /** What every request carries. */
  Map<String, String> parameters(String body) {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("auth_key", World.KEY);
    parameters.put("auth_timestamp", Long.toString(world.seconds()));
    parameters.put("auth_version", "1.0");
    if (!body.isEmpty()) {
      parameters.put("body_md5", Hmac.md5(body));
    }
    return parameters;
  }

  static String signed(String method, String path, Map<String, String> parameters, String secret) {
    String query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    return query + "&auth_signature=" + Hmac.hex(secret, method + "\n" + path + "\n" + query);
  }

  Answer send(String method, String path, String query, String body) {
    HttpAnswer answer =
        gateway.request(World.head(method, path, query, false), body.getBytes(UTF_8));
    return new Answer(answer.status(), new String(answer.body(), UTF_8).strip());
  }
}
