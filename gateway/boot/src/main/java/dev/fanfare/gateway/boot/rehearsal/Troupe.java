package dev.fanfare.gateway.boot.rehearsal;

import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Clients as a busy gateway has them: they come in thousands, each with a token, subscribe, and are
 * published to over WebSockets and over HTTP. Blocking, for one thread.
 */
final class Troupe implements AutoCloseable {
  static final String APP = "1";
  static final String KEY = "rehearsal";

  private static final int ARRIVALS = 5_000;
  private static final int STAYING = 1_000;
  private static final int CHANNELS = 100;
  private static final int PUBLISHERS = 4;
  private static final int PUBLISHES = 12_000;
  private static final int POSTS = 2_000;
  private static final int AT_ONCE = 64;
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final LongAdder delivered = new LongAdder();
  private final List<Player> staying = new ArrayList<>();
  private final URI gateway;
  private final String secret;
  private final TokenMaker tokens;
  private final String sharedToken;

  Troupe(URI gateway, String secret) {
    this.gateway = gateway;
    this.secret = secret;
    this.tokens =
        new TokenMaker(
            InstantSource.system(),
            new AppId(APP),
            new KeyId(KEY),
            secret.getBytes(StandardCharsets.UTF_8));
    this.sharedToken = tokens.token(Optional.empty(), Optional.empty(), TOKEN_LIFE);
  }

  /**
   * Everything that a client does, until it is done or the time is over.
   *
   * @return how many messages were delivered
   * @throws IOException when a client was refused, or nothing was delivered
   */
  long play(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    together(ARRIVALS, end - atMost.toNanos() / 2, this::arrive);
    publish(end - atMost.toNanos() / 8);
    together(POSTS, end, this::post);
    if (delivered.sum() == 0) {
      throw new IOException("No message was delivered.");
    }
    return delivered.sum();
  }

  /** One of these after the other, so many at once, until the time is over. */
  private static void together(int times, long end, IntFunction<CompletionStage<?>> deed)
      throws IOException, InterruptedException {
    Semaphore free = new Semaphore(AT_ONCE);
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (int i = 0; i < times && System.nanoTime() < end && !failed.isDone(); i++) {
      awaitOne(free);
      deed.apply(i)
          .whenComplete(
              (done, failure) -> {
                free.release();
                if (failure != null) {
                  failed.completeExceptionally(failure);
                }
              });
    }
    if (!free.tryAcquire(AT_ONCE, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("The gateway does not answer.");
    }
    if (failed.isCompletedExceptionally()) {
      throw new IOException("A client was refused.", failed.exceptionNow());
    }
  }

  private static void awaitOne(Semaphore free) throws IOException, InterruptedException {
    if (!free.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("The gateway does not answer.");
    }
  }

  /** Every other client has a token of its own; the first ones stay. */
  private CompletionStage<?> arrive(int number) {
    return Player.enter(http, gateway, number % 2 == 0 ? ownToken() : sharedToken, delivered)
        .thenCompose(
            player ->
                player.subscribe("rehearsal-" + number % CHANNELS).thenApply(nothing -> player))
        .thenAccept(
            player -> {
              if (number < STAYING) {
                keep(player);
              } else {
                player.leave();
              }
            });
  }

  private synchronized void keep(Player player) {
    staying.add(player);
  }

  private void publish(long end) throws IOException, InterruptedException {
    List<Player> publishers = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      Player publisher =
          Player.enter(http, gateway, sharedToken, delivered)
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .join();
      publishers.add(publisher);
      keep(publisher);
    }
    together(
        PUBLISHES, end, i -> publishers.get(i % PUBLISHERS).publish("rehearsal-" + i % CHANNELS));
  }

  private CompletionStage<?> post(int number) {
    String credential =
        Base64.getEncoder().encodeToString((KEY + ":" + secret).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                gateway.resolve("/v1/channels/rehearsal-" + number % CHANNELS + "/messages"))
            .timeout(PATIENCE)
            .header("Authorization", "Basic " + credential)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"data\":{\"number\":" + number + "}}"))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenAccept(
            answer -> {
              if (answer.statusCode() != 201) {
                throw new IllegalStateException(answer.body());
              }
            });
  }

  private String ownToken() {
    return tokens.token(Optional.empty(), Optional.empty(), TOKEN_LIFE);
  }

  @Override
  public synchronized void close() {
    staying.forEach(Player::leave);
    http.shutdownNow();
  }
}
