package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A fault of one process. A gateway that stands alone keeps its logs in its memory: its end loses
 * them. In a cluster no single fault loses anything.
 */
enum Strike {
  /** kill -9 of a gateway, and start again. */
  KILL("kill", Node.Role.GATEWAY) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      restart(world, node, "KILL");
    }
  },
  /** SIGTERM of a gateway, and start again when it has drained. */
  TERM("term", Node.Role.GATEWAY) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      restart(world, node, "TERM");
    }
  },
  /** SIGSTOP of a gateway for five seconds. */
  PAUSE("pause", Node.Role.GATEWAY) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      pause(node, 5_000);
    }
  },
  /** SIGSTOP of a gateway for fifteen seconds. */
  FREEZE("freeze", Node.Role.GATEWAY) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      pause(node, 15_000);
    }
  },
  /** kill -9 of a member, and start again after some seconds. */
  KILL_MEMBER("kill-member", Node.Role.MEMBER) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      down(world, node, random.nextInt(4_000));
    }
  },
  /** SIGSTOP of a member for five seconds. */
  PAUSE_MEMBER("pause-member", Node.Role.MEMBER) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      pause(node, 5_000);
    }
  },
  /** kill -9 of Redis, and start again after some seconds. */
  KILL_REDIS("kill-redis", Node.Role.REDIS) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      down(world, node, random.nextInt(4_000));
    }
  },
  /** Redis closes the connections of its subscribers, three times in a row. */
  CUT_BUS("cut-bus", Node.Role.REDIS) {
    @Override
    void strike(World world, Node node, Random random) throws IOException, InterruptedException {
      for (int i = 0; i < 3; i++) {
        cutSubscribers(node);
        Thread.sleep(1_000);
      }
    }
  };

  private final String title;
  private final Node.Role target;

  Strike(String title, Node.Role target) {
    this.title = title;
    this.target = target;
  }

  /** How the command line and the history call it. */
  String title() {
    return title;
  }

  boolean fitsOneGateway() {
    return target == Node.Role.GATEWAY;
  }

  /** Strikes, and returns when the process serves again. */
  abstract void strike(World world, Node node, Random random)
      throws IOException, InterruptedException;

  void run(World world, Random random) throws IOException, InterruptedException {
    List<Node> nodes =
        switch (target) {
          case GATEWAY -> world.gateways();
          case MEMBER -> world.members();
          case REDIS -> world.redis();
        };
    Node node = nodes.get(random.nextInt(nodes.size()));
    world.recorder().take(at -> new Event.Struck(at, title, node.name(), false));
    strike(world, node, random);
    world.recorder().take(at -> new Event.Healed(at, title, node.name()));
  }

  private static void restart(World world, Node gateway, String signal)
      throws IOException, InterruptedException {
    boolean loses = world.members().isEmpty();
    gateway.signal(signal);
    gateway.awaitEnd();
    if (loses) {
      world.recorder().take(at -> new Event.Struck(at, "logs lost", gateway.name(), true));
    }
    gateway.start(world.http());
    if (loses) {
      world.recorder().take(at -> new Event.Healed(at, "logs lost", gateway.name()));
    }
  }

  private static void down(World world, Node node, int millis)
      throws IOException, InterruptedException {
    node.signal("KILL");
    node.awaitEnd();
    Thread.sleep(millis);
    node.start(world.http());
  }

  private static void pause(Node node, int millis) throws IOException, InterruptedException {
    node.signal("STOP");
    Thread.sleep(millis);
    node.signal("CONT");
  }

  private static void cutSubscribers(Node redis) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.setSoTimeout(2_000);
      socket
          .getOutputStream()
          .write("CLIENT KILL TYPE pubsub\r\n".getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() != ':') {
        throw new IOException("Redis refused CLIENT KILL");
      }
    }
  }
}
