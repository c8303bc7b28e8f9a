package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nats-server with its WebSocket listener, as Debian packages it. */
final class Nats implements Contender {
  @Override
  public String name() {
    return "nats";
  }

  @Override
  public String title() {
    return "NATS (Go)";
  }

  @Override
  public String prepare(Workshop workshop) {
    String version = Shell.run(workshop.root(), List.of(server(workshop), "--version"));
    return version.substring(version.lastIndexOf(' ') + 1).replace("v", "");
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    try {
      String conf =
          Files.readString(workshop.peers().resolve("nats.conf"))
              .replace("@PORT@", Integer.toString(port));
      Path file = Files.writeString(scratch.resolve("nats.conf"), conf);
      return List.of(server(workshop), "-c", file.toString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String server(Workshop workshop) {
    return workshop.debian("nats", "nats-server").resolve("usr/sbin/nats-server").toString();
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new NatsProtocol();
  }

  /** The NATS protocol in binary frames. */
  private static final class NatsProtocol implements Wire {
    private static final String CONNECT =
        "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"bench\",\"version\":\"1\"}\r\n";

    @Override
    public String subscriberPath(String channel) {
      return "/";
    }

    @Override
    public String publisherPath(String channel) {
      return "/";
    }

    @Override
    public boolean binary() {
      return true;
    }

    @Override
    public void opened(Line line) {
      // the server speaks first
    }

    @Override
    public void heard(Line line, String message) {
      if (message.startsWith("INFO") && line.step() == 0) {
        line.step(1);
        String sub = line.publishes() ? "" : "SUB " + line.channel() + " 1\r\n";
        line.say(CONNECT + sub + "PING\r\n");
      } else if (message.startsWith("-ERR")) {
        line.fail("NATS said " + message.strip());
      }
      if (message.contains("PONG")) {
        line.ready();
      }
      if (message.contains("PING\r\n")) {
        line.say("PONG\r\n");
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return "PUB " + channel + " " + payload.length() + "\r\n" + payload + "\r\n";
    }
  }
}
