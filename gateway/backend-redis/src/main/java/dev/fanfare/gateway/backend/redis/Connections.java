package dev.fanfare.gateway.backend.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/** How Redis is connected. */
final class Connections {
  private Connections() {}

  static Redis client(Vertx vertx, RedisBusOptions options) {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout((int) options.answerWithin().toMillis())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    if (options.uri().startsWith("rediss:")) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      options
          .authority()
          .ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    }
    return Redis.createClient(
        vertx,
        new RedisOptions()
            .setConnectionString(options.uri())
            .setNetClientOptions(net)
            .setMaxWaitingHandlers(Publishing.MOST_UNANSWERED + 1_000)
            .setMaxPoolSize(1)
            .setMaxPoolWaiting(4)
            .setPoolCleanerInterval(-1));
  }
}
