package dev.fanfare.gateway.dialect.pusher;

import static dev.fanfare.testkit.UsualLimits.usual;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.gateway.port.Time;
import dev.fanfare.protocol.App;
import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.AppOptions;
import dev.fanfare.protocol.Capabilities;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Limits;
import dev.fanfare.testkit.transcript.Bindings;
import dev.fanfare.testkit.transcript.Cast;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whom Pusher's transcripts are about: app 1001 with everything switched on, of which {@code $key}
 * and {@code $secret} are, app 1002 ({@code closed-key}), which is disabled, and app 1003 ({@code
 * small-key}) with one connection, a sign-in time-out of 10 s and nothing switched on, and app 1004
 * ({@code crowd-key}), whose presence channels have 10,000 members.
 */
final class TranscriptCast {
  private static final String CROWD = "crowd-key";

  private static final String FEW = "few-key";
  private static final String FEW_APP = "1005";

  private TranscriptCast() {}

  static Cast cast() {
    return new Cast(
        List.of(
            World.app(1, true, Limits.DEFAULT, World.EVERYTHING),
            closed(),
            small(),
            crowd(),
            few()),
        TranscriptCast::names,
        "/app/" + World.KEY + "?protocol=7",
        TranscriptCast::signed);
  }

  private static App closed() {
    return other("1002", "closed-key", false, Limits.DEFAULT, AppOptions.DEFAULT);
  }

  private static App small() {
    AppOptions options =
        new AppOptions(
            false, 10, Optional.of(Duration.ofSeconds(10)), false, false, false, List.of());
    return other("1003", "small-key", true, usual().connections(1).limits(), options);
  }

  private static App crowd() {
    Limits many =
        usual()
            .publishesPerSecond(Limits.DEFAULT.appPublishesPerSecond())
            .presenceMembers(10_000)
            .limits();
    return other("1004", CROWD, true, many, AppOptions.DEFAULT);
  }

  /** One channel, and client events. */
  private static App few() {
    AppOptions options = new AppOptions(true, 10, Optional.empty(), false, false, false, List.of());
    return other(FEW_APP, FEW, true, usual().channels(1).limits(), options);
  }

  private static App other(
      String id, String key, boolean enabled, Limits limits, AppOptions options) {
    return new App(
        new AppId(id),
        1,
        "Transcripts",
        enabled,
        limits,
        List.of(
            new App.SigningSecret(
                new KeyId(key), World.SECRET.getBytes(UTF_8), Capabilities.ALL, true, false)),
        List.of(),
        List.of("*"),
        options);
  }

  private static Bindings names(Time time) {
    return new Bindings()
        .with("key", World.KEY)
        .with("secret", World.SECRET)
        .with("n200", "n".repeat(200))
        .with("n201", "n".repeat(201))
        .with("c164", "c".repeat(164))
        .with("c165", "c".repeat(165))
        .with("d10240", "d".repeat(10_240))
        .with("d10241", "d".repeat(10_241))
        .with("u1025", "u".repeat(1_025))
        .with("channels100", channels(100))
        .with("channels101", channels(101))
        .signing(TranscriptCast::signature);
  }

  /** What comes before the text, with a slash, is another app's key. */
  private static String signature(String text) {
    for (String key : List.of(CROWD, FEW)) {
      if (text.startsWith(key + "/")) {
        return key + ":" + Hmac.hex(World.SECRET, text.substring(key.length() + 1));
      }
    }
    return World.KEY + ":" + Hmac.hex(World.SECRET, text);
  }

  private static String channels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"c" + i + "\"")
        .collect(Collectors.joining(","));
  }

  /** Pusher's calls are signed, unless they are already; others name the key. */
  private static Cast.Call signed(String method, String target, Optional<String> body, Time time) {
    if (!target.startsWith("/apps/")) {
      return new Cast.Call(
          target, Map.of("authorization", List.of(TranscriptsTest.basic(World.KEY, World.SECRET))));
    }
    if (target.contains("auth_signature=")) {
      return new Cast.Call(target, Map.of());
    }
    String[] parts = target.split("\\?", 2);
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("auth_key", target.startsWith("/apps/" + FEW_APP + "/") ? FEW : World.KEY);
    parameters.put("auth_timestamp", Long.toString(time.wallMicros() / 1_000_000));
    parameters.put("auth_version", "1.0");
    body.ifPresent(text -> parameters.put("body_md5", Hmac.md5(text)));
    if (parts.length > 1) {
      for (String pair : parts[1].split("&", -1)) {
        String[] named = pair.split("=", 2);
        parameters.put(named[0], named[1]);
      }
    }
    return new Cast.Call(
        parts[0] + "?" + Backend.signed(method, parts[0], parameters, World.SECRET), Map.of());
  }
}
