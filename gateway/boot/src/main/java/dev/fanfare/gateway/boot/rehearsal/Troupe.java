package dev.fanfare.gateway.boot.rehearsal;

import dev.fanfare.gateway.boot.tokens.TokenMaker;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.KeyId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Clients as a busy gateway has them: they come, each with a token, subscribe, are published to
 * over WebSockets and over HTTP, give signs of life, and leave.
 */
public final class Troupe {
  /** The app that they play in. */
  public static final AppId APP = new AppId("1");

  /** The presentable signing secret of it that they know; it grants everything. */
  public static final KeyId KEY = new KeyId("rehearsal");

  private static final int STAGES = 4;
  private static final int PLAYERS = 10;
  private static final int BURSTS = 5;
  private static final int BURST = 4;
  private static final int POSTS = 4;
  private static final int SECRET_BYTES = 32;
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private final InetSocketAddress gateway;
  private final String credential;
  private final TokenMaker tokens;
  private final String sharedToken;

  /**
   * Clients of one gateway.
   *
   * @param secret of {@link #KEY}
   */
  public Troupe(InetSocketAddress gateway, String secret) {
    this.gateway = gateway;
    this.tokens =
        new TokenMaker(InstantSource.system(), APP, KEY, secret.getBytes(StandardCharsets.UTF_8));
    this.credential =
        Base64.getEncoder().encodeToString((KEY + ":" + secret).getBytes(StandardCharsets.UTF_8));
    this.sharedToken = token();
  }

  /** How many clients came and went, and how many messages were delivered to them. */
  public record Played(long clients, long delivered) {
    static final Played NOTHING = new Played(0, 0);

    Played and(Played other) {
      return new Played(clients + other.clients, delivered + other.delivered);
    }
  }

  /** A secret for {@link #KEY}; unpredictable when {@code random} is. */
  public static String secret(RandomGenerator random) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * What a gateway for them is told: an app in which they may do what they do.
   *
   * @param port of 127.0.0.1; 0 for any free one
   * @param secret of {@link #KEY}
   */
  public static String configuration(int port, String secret) {
    return """
    server: {host: 127.0.0.1, port: %d, drainGrace: 2s, warmUp: 0s}
    management: {port: 0}
    logging: {level: warn}
    apps:
      - id: "%s"
        limits: {connections: 10000, publishesPerSecond: 1000000, appPublishesPerSecond: 1000000}
        rules: [{pattern: "*", publicSubscribe: true}]
        signingSecrets:
          - {id: %s, secret: "%s", capabilities: all, presentable: true}
    """
        .formatted(port, APP, KEY, secret);
  }

  /**
   * Plays on several threads until so many clients came and went, or the time is over. Blocking.
   *
   * @throws IOException when a client was refused, or something that was published did not come
   */
  public Played play(int clients, Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    AtomicInteger acts = new AtomicInteger();
    Callable<Played> stage =
        () -> {
          Played played = Played.NOTHING;
          int act = acts.getAndIncrement();
          while (act < clients / PLAYERS && System.nanoTime() < end) {
            played = played.and(act("rehearsal-" + act));
            act = acts.getAndIncrement();
          }
          return played;
        };
    Played all = Played.NOTHING;
    try (ExecutorService stages = Executors.newFixedThreadPool(STAGES)) {
      List<Future<Played>> playing = new ArrayList<>();
      for (int i = 0; i < STAGES; i++) {
        playing.add(stages.submit(stage));
      }
      for (Future<Played> one : playing) {
        all = all.and(one.get());
      }
    } catch (ExecutionException failed) {
      throw new IOException("A client did not get what it came for.", failed.getCause());
    }
    return all;
  }

  /** From the arrival of some to their leaving; every other one has a token of its own. */
  private Played act(String channel) throws IOException {
    List<Player> players = new ArrayList<>();
    try (Line http = Line.open(gateway)) {
      for (int i = 0; i < PLAYERS; i++) {
        players.add(Player.enter(gateway, i % 2 == 0 ? token() : sharedToken, channel));
      }
      for (int i = 0; i < BURSTS; i++) {
        players.get(i).publish(channel, BURST);
      }
      for (int i = 0; i < POSTS; i++) {
        post(http, channel, i);
      }
      long each = BURSTS * BURST + POSTS;
      for (Player player : players) {
        player.hear(each);
        player.giveSignsOfLife();
      }
      return new Played(PLAYERS, each * PLAYERS);
    } finally {
      players.forEach(Player::close);
    }
  }

  private void post(Line http, String channel, int number) throws IOException {
    String body = "{\"data\":{\"number\":" + number + "}}";
    http.ask(
        "POST /v1/channels/"
            + channel
            + "/messages HTTP/1.1\r\nHost: "
            + gateway.getHostString()
            + "\r\nAuthorization: Basic "
            + credential
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body,
        201);
  }

  private String token() {
    return tokens.token(Optional.empty(), Optional.empty(), TOKEN_LIFE);
  }
}
