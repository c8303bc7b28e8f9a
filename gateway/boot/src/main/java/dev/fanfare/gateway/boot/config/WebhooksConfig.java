package dev.fanfare.gateway.boot.config;

import java.time.Duration;

/** How webhooks of all apps are delivered. */
public record WebhooksConfig(
    @Setting(
            value =
                "To which addresses requests may go, for customers choose them: public (the internet only), loopback (this machine too), any (private networks too).",
            standard = "public")
        Reach reach,
    @Setting(value = "How long one request may take.", standard = "10s", min = "100ms", max = "1m")
        Duration timeout,
    @Setting(
            value =
                "How long an event is tried again, at growing intervals of up to an hour, before it becomes a dead letter.",
            standard = "3d",
            min = "5m",
            max = "30d")
        Duration giveUpAfter,
    @Setting(
            value = "How long delivered events and dead letters are kept.",
            standard = "7d",
            min = "1h",
            max = "90d")
        Duration keepEnded) {

  /** To which addresses requests may go. */
  public enum Reach {
    PUBLIC,
    LOOPBACK,
    ANY
  }

  /** The same, with this machine allowed. */
  WebhooksConfig withLoopback() {
    return reach == Reach.PUBLIC
        ? new WebhooksConfig(Reach.LOOPBACK, timeout, giveUpAfter, keepEnded)
        : this;
  }
}
