package dev.fanfare.outbox;

import dev.fanfare.outbox.Deliveries.Claim;
import dev.fanfare.outbox.Deliveries.Endpoint;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.App.SigningSecret;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions.Webhook;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Carries claimed deliveries to an endpoint and notes how it went. Signs with the app's oldest
 * secret that is not revoked, by what the app says now: an endpoint that was taken out of the
 * options is told nothing more.
 */
final class Courier {
  private final Deliveries deliveries;
  private final Sender sender;
  private final Function<AppId, Optional<App>> apps;
  private final OutboxOptions options;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Tally tally;
  private final Signature signature = new PusherSignature();

  Courier(
      Deliveries deliveries,
      Sender sender,
      Function<AppId, Optional<App>> apps,
      OutboxOptions options,
      InstantSource clock,
      RandomGenerator random,
      Tally tally) {
    this.deliveries = deliveries;
    this.sender = sender;
    this.apps = apps;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.tally = tally;
  }

  /** How long a claim holds: longer than any request takes. */
  Duration lease() {
    return options.timeout().multipliedBy(3).plusSeconds(5);
  }

  /**
   * Delivers one claim, and with it what follows it in its channel where the endpoint wants several
   * events in a request.
   *
   * @return whether the endpoint heard it
   */
  boolean carry(Endpoint endpoint, List<Claim> heads) {
    Optional<App> app = apps.apply(endpoint.app());
    Optional<Webhook> webhook = app.flatMap(known -> webhook(known, endpoint));
    if (app.isEmpty() || webhook.isEmpty()) {
      giveUp(heads, "The app has no such webhook any more.");
      return true;
    }
    Optional<SigningSecret> secret = secret(app.get());
    if (secret.isEmpty()) {
      retry(heads, "The app has no signing secret; give it one, and this is sent.");
      return false;
    }
    if (!webhook.get().batch()) {
      boolean heard = true;
      for (Claim head : heads) {
        heard &= post(endpoint, secret.get(), List.of(head));
      }
      return heard;
    }
    List<Claim> all = new ArrayList<>(heads);
    int room = options.batch() - heads.size();
    if (room > 0) {
      all.addAll(deliveries.claimFollowers(endpoint, heads, clock.instant(), lease(), room));
    }
    return post(endpoint, secret.get(), all);
  }

  private boolean post(Endpoint endpoint, SigningSecret secret, List<Claim> claims) {
    Claim last = claims.get(claims.size() - 1);
    byte[] body =
        EventBody.request(
            last.happenedAt().toEpochMilli(), claims.stream().map(Claim::event).toList());
    Map<String, String> headers =
        signature.headers(secret, body, claims.get(0).eventId(), clock.millis());
    return switch (sender.post(URI.create(endpoint.url()), headers, body)) {
      case Sender.Outcome.Heard() -> {
        deliveries.delivered(claims, clock.instant());
        tally.delivered(claims.size());
        yield true;
      }
      case Sender.Outcome.Failed(String error) -> {
        tally.failed(claims.size());
        retry(claims, error);
        yield false;
      }
    };
  }

  private void retry(List<Claim> claims, String error) {
    Instant now = clock.instant();
    List<Claim> hopeless = new ArrayList<>();
    for (Claim claim : claims) {
      if (now.isBefore(claim.takenAt().plus(options.giveUpAfter()))) {
        deliveries.failed(List.of(claim), error, now.plus(pause(claim.attempt())));
      } else {
        hopeless.add(claim);
      }
    }
    if (!hopeless.isEmpty()) {
      giveUp(hopeless, error);
    }
  }

  private void giveUp(List<Claim> claims, String error) {
    deliveries.dead(claims, error, clock.instant());
    tally.died(claims.size());
  }

  /** Twice as long after each attempt, and by chance up to half of it less. */
  Duration pause(int attempt) {
    long first = options.firstRetry().toMillis();
    long longest = options.longestRetry().toMillis();
    long full = Math.min(longest, first << Math.min(30, attempt - 1));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  private static Optional<Webhook> webhook(App app, Endpoint endpoint) {
    return app.options().webhooks().stream()
        .filter(webhook -> webhook.url().toString().equals(endpoint.url()))
        .findFirst();
  }

  private static Optional<SigningSecret> secret(App app) {
    return app.credentials().stream()
        .filter(SigningSecret.class::isInstance)
        .map(SigningSecret.class::cast)
        .filter(secret -> !secret.revoked())
        .findFirst();
  }
}
