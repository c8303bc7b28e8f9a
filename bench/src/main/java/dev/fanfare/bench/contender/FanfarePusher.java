package dev.fanfare.bench.contender;

import dev.fanfare.bench.http.Posts;
import dev.fanfare.bench.load.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The same gateway with subscribers that speak Pusher's protocol, each in a private channel with a
 * signature of its own. Publishers speak the native protocol, so that what differs is the fan-out.
 */
final class FanfarePusher implements Contender {
  private final Fanfare fanfare = new Fanfare();

  @Override
  public String name() {
    return "fanfare-pusher";
  }

  @Override
  public String title() {
    return "Fanfare, Pusher's protocol";
  }

  @Override
  public String prepare(Workshop workshop) {
    return fanfare.prepare(workshop);
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    return fanfare.command(workshop, port, scratch);
  }

  @Override
  public Tidying tidying() {
    return fanfare.tidying();
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new Subscribers(fanfare.wire(credentials));
  }

  @Override
  public Optional<Posts> posts() {
    return Optional.of(
        new PusherPosts(Fanfare.APP, Fanfare.KEY, Fanfare.SECRET, InstantSource.system()));
  }

  private static final class Subscribers implements Wire {
    private static final Pattern SOCKET = Pattern.compile("socket_id\\\\\":\\\\\"([0-9.]+)");

    private final Wire publishing;
    private final SecretKeySpec secret =
        new SecretKeySpec(Fanfare.SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

    Subscribers(Wire publishing) {
      this.publishing = publishing;
    }

    private static String name(String channel) {
      return "private-" + channel;
    }

    @Override
    public String subscriberPath(String channel) {
      return "/app/" + Fanfare.KEY + "?protocol=7&client=bench&version=1";
    }

    @Override
    public String publisherPath(String channel) {
      return publishing.publisherPath(channel);
    }

    @Override
    public void opened(Line line) {
      if (line.publishes()) {
        publishing.opened(line);
      }
    }

    @Override
    public void heard(Line line, String message) {
      if (line.publishes()) {
        publishing.heard(line, message);
      } else if (message.contains("pusher:connection_established")) {
        Matcher socket = SOCKET.matcher(message);
        if (socket.find()) {
          line.say(subscribe(socket.group(1), name(line.channel())));
        }
      } else if (message.contains("subscription_succeeded")) {
        line.ready();
      } else {
        line.fail("Fanfare said " + message);
      }
    }

    private String subscribe(String socket, String channel) {
      return "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\""
          + channel
          + "\",\"auth\":\""
          + Fanfare.KEY
          + ":"
          + mac(socket + ":" + channel)
          + "\"}}";
    }

    private String mac(String text) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(secret);
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return publishing.publish(name(channel), number, payload);
    }
  }
}
