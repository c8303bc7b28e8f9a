package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./fanfare gateway}, with everything on that the product does. */
final class Fanfare implements Contender {
  static final String APP = "1001";
  static final String KEY = "bench";
  private static final String NEIGHBOUR = "neighbour";
  private static final String NARROW = "narrow";
  static final String SECRET = "a-secret-that-only-benchmarks-use-0123456789";

  @Override
  public String name() {
    return "fanfare";
  }

  @Override
  public String title() {
    return "Fanfare";
  }

  @Override
  public String prepare(Workshop workshop) {
    Shell.run(workshop.root(), List.of(script(workshop), "build"));
    return Shell.run(workshop.root(), List.of(script(workshop), "version"))
        .replaceAll("^fanfare | in /.*", "");
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    try {
      String conf =
          Files.readString(workshop.peers().resolve("fanfare.yaml"))
              .replace("@PORT@", Integer.toString(port))
              .replace("@APP@", APP)
              .replace("@KEY@", KEY)
              .replace("@NEIGHBOUR@", NEIGHBOUR)
              .replace("@NARROW@", NARROW)
              .replace("@SECRET@", SECRET);
      Path file = Files.writeString(scratch.resolve("fanfare.yaml"), conf);
      return List.of(script(workshop), "gateway", "--config", file.toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String script(Workshop workshop) {
    return workshop.root().resolve("fanfare").toString();
  }

  @Override
  public Tidying tidying() {
    return Tidying.JCMD;
  }

  @Override
  public boolean knowsCredentials() {
    return true;
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new Native(new Tokens(KEY, SECRET), credentials);
  }

  @Override
  public Optional<Wire> neighbour() {
    return Optional.of(new Native(new Tokens(NEIGHBOUR, SECRET), Credentials.ONE));
  }

  @Override
  public Optional<ComingBack> comingBack() {
    Tokens tokens = new Tokens(NARROW, SECRET);
    return Optional.of(
        new ComingBack() {
          @Override
          public Wire first() {
            return new Lengthy(tokens);
          }

          @Override
          public Wire again(List<Long> received) {
            return new Returning(tokens, received);
          }
        });
  }

  /** With messages so long that what the system's buffers take is soon full. */
  private static final class Lengthy extends Native {
    private static final String FILLER = " ".repeat(8_192);

    Lengthy(Tokens tokens) {
      super(tokens, Credentials.ONE);
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return super.publish(channel, number, payload + FILLER);
    }
  }

  /** The same, subscribing after what was had: it asks for the channel's epoch first. */
  private static final class Returning extends Native {
    private static final Pattern EPOCH = Pattern.compile("\"e\":\"([^\"]+)\"");
    private final List<Long> received;

    Returning(Tokens tokens, List<Long> received) {
      super(tokens, Credentials.ONE);
      this.received = List.copyOf(received);
    }

    @Override
    public void heard(Line line, String message) {
      if (line.publishes() || message.contains("\"err\"") || !message.contains("\"ok\"")) {
        super.heard(line, message);
      } else if (message.contains("\"i\":2,")) {
        Matcher epoch = EPOCH.matcher(message);
        if (!epoch.find()) {
          line.fail("there is no epoch in " + message);
          return;
        }
        String channel = "\"channel\":\"" + line.channel() + "\"";
        line.say(
            "{\"i\":3,\"op\":\"unsub\","
                + channel
                + "}\n{\"i\":4,\"op\":\"sub\","
                + channel
                + ",\"at\":{\"e\":\""
                + epoch.group(1)
                + "\",\"o\":"
                + received.get(line.index())
                + "}}");
      } else if (message.contains("\"i\":4,")) {
        if (message.contains("\"state\":\"full\"")) {
          line.ready();
        } else {
          line.fail("something is missing: " + message);
        }
      }
    }
  }

  /** {@code fanfare.v1.json}. */
  private static class Native implements Wire {
    private final Tokens tokens;
    private final Credentials credentials;
    private final String shared;

    Native(Tokens tokens, Credentials credentials) {
      this.tokens = tokens;
      this.credentials = credentials;
      shared = tokens.token("bench");
    }

    @Override
    public String subscriberPath(String channel) {
      return "/v1/connect";
    }

    @Override
    public String publisherPath(String channel) {
      return "/v1/connect";
    }

    @Override
    public String subprotocol() {
      return "fanfare.v1.json";
    }

    @Override
    public void opened(Line line) {
      String token =
          switch (credentials) {
            case ONE -> shared;
            case DISTINCT -> tokens.token("bench-" + line.index());
          };
      String hello =
          "{\"i\":1,\"op\":\"hello\",\"v\":1,\"token\":\""
              + token
              + "\",\"client\":{\"name\":\"bench\",\"version\":\"1\"}}";
      String sub = "\n{\"i\":2,\"op\":\"sub\",\"channel\":\"" + line.channel() + "\"}";
      line.say(line.publishes() ? hello : hello + sub);
    }

    @Override
    public void heard(Line line, String message) {
      if (message.contains("\"err\"") || message.contains("\"p\":\"bye\"")) {
        line.fail("Fanfare said " + message);
      } else if (message.contains(line.publishes() ? "\"i\":1,\"ok\"" : "\"i\":2,\"ok\"")) {
        line.ready();
      } else if (message.equals("{}")) {
        line.say("{}");
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return "{\"i\":"
          + (number + 1)
          + ",\"op\":\"pub\",\"channel\":\""
          + channel
          + "\",\"data\":\""
          + payload
          + "\"}";
    }
  }
}
