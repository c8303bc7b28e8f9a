package dev.fanfare.bench.contender;

import dev.fanfare.bench.load.Wire;
import java.nio.file.Path;
import java.util.List;

/** npm's {@code socket.io}, over WebSockets from the start, without an adapter. */
final class SocketIo implements Contender {
  @Override
  public String name() {
    return "socketio";
  }

  @Override
  public String title() {
    return "Socket.IO (Node)";
  }

  @Override
  public String prepare(Workshop workshop) {
    return workshop.nodeVersion("socket.io") + " on Node " + Node.version(workshop);
  }

  @Override
  public List<String> command(Workshop workshop, int port, Path scratch) {
    return Node.command(workshop, "socketio-server.js", port);
  }

  @Override
  public Tidying tidying() {
    return Tidying.SIGNAL;
  }

  @Override
  public Wire wire(Credentials credentials) {
    return new EngineIo();
  }

  /** Engine.IO 4 and Socket.IO 5 as far as a client of ours needs them. */
  private static final class EngineIo implements Wire {
    private static final String PATH = "/socket.io/?EIO=4&transport=websocket";

    @Override
    public String subscriberPath(String channel) {
      return PATH;
    }

    @Override
    public String publisherPath(String channel) {
      return PATH;
    }

    @Override
    public void opened(Line line) {
      // the server speaks first
    }

    @Override
    public void heard(Line line, String message) {
      if (message.startsWith("0{")) {
        line.say("40");
      } else if (message.startsWith("40")) {
        if (line.publishes()) {
          line.ready();
        } else {
          line.say("420[\"sub\",\"" + line.channel() + "\"]");
        }
      } else if (message.startsWith("430")) {
        line.ready();
      } else if (message.equals("2")) {
        line.say("3");
      } else {
        line.fail("Socket.IO said " + message);
      }
    }

    @Override
    public String publish(String channel, long number, String payload) {
      return "42[\"pub\",\"" + channel + "\",\"" + payload + "\"]";
    }
  }
}
