package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.Wire;
import java.nio.file.Path;
import java.util.List;

/** npm's {@code ws}: the plainest thing one would write in Node. */
final class Ws implements Contender {
  @Override
  public String name() {
    return "ws";
  }

  @Override
  public String title() {
    return "ws (Node)";
  }

  @Override
  public String prepare(Workshop workshop) {
    return workshop.nodeVersion("ws") + " on Node " + Node.version(workshop);
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    return Node.command(workshop, "ws-server.js", port);
  }

  @Override
  public Tidying tidying() {
    return Tidying.SIGNAL;
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new Lines();
  }

  /** {@code sub CHANNEL} is answered with {@code ok}; {@code pub CHANNEL PAYLOAD} is not. */
  private static final class Lines implements Wire {
    @Override
    public String subscriberPath(String channel) {
      return "/";
    }

    @Override
    public String publisherPath(String channel) {
      return "/";
    }

    @Override
    public void opened(Line line) {
      if (line.publishes()) {
        line.ready();
      } else {
        line.say("sub " + line.channel());
      }
    }

    @Override
    public void heard(Line line, String message) {
      if (message.equals("ok")) {
        line.ready();
      } else {
        line.fail("ws said " + message);
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return "pub " + channel + " " + payload;
    }
  }
}
