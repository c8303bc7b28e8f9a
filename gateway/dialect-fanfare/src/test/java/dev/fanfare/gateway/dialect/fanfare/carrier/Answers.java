package dev.fanfare.gateway.dialect.fanfare.carrier;

import dev.fanfare.gateway.dialect.HttpAnswer;
import java.util.Map;

/** Requests that are answered by their head alone. */
final class Answers {
  private Answers() {}

  /** The answer to a GET with a key. */
  static HttpAnswer of(Cluster cluster, String target, String key) {
    return cluster
        .gatewayOne()
        .request(
            Cluster.head("GET", target, Map.of("authorization", Cluster.basic(key)), false),
            new byte[0]);
  }

  /** The answer to another method. */
  static HttpAnswer to(Cluster cluster, String method, String target) {
    return cluster.gatewayOne().request(Cluster.head(method, target, Map.of(), false), new byte[0]);
  }
}
