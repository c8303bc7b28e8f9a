package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.cluster.Node.Role;
import dev.fanfare.chaos.history.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What strikes do to processes. Each returns when what it did is over; where it sleeps, that is how
 * long the fault lasts.
 */
final class Blows {
  private static final int PARTED_MILLIS = 15_000;

  private Blows() {}

  static void restart(World world, Node gateway, String signal)
      throws IOException, InterruptedException {
    gateway.signal(signal);
    gateway.awaitEnd();
    boolean loses = world.members().isEmpty();
    if (loses) {
      world.recorder().take(at -> new Event.Struck(at, "logs lost", gateway.name(), true));
    }
    gateway.start(world.http());
    if (loses) {
      world.recorder().take(at -> new Event.Healed(at, "logs lost", gateway.name()));
    }
  }

  static void down(World world, Node node, String signal, int millis)
      throws IOException, InterruptedException {
    node.signal(signal);
    node.awaitEnd();
    last(millis);
    node.start(world.http());
  }

  static void pause(World world, Node node, int millis) throws IOException, InterruptedException {
    node.signal("STOP");
    last(millis);
    node.signal("CONT");
    node.awaitReady(world.http());
  }

  /** The majority is gone with them: the third member answers nothing until they are back. */
  static void two(World world, Node first) throws IOException, InterruptedException {
    List<Node> members = world.members();
    Node second = members.get((members.indexOf(first) + 1) % members.size());
    first.signal("KILL");
    second.signal("KILL");
    first.awaitEnd();
    second.awaitEnd();
    world.recorder().take(at -> new Event.Struck(at, "logs lost", first.name(), true));
    first.launch();
    second.launch();
    first.awaitReady(world.http());
    second.awaitReady(world.http());
    world.recorder().take(at -> new Event.Healed(at, "logs lost", first.name()));
  }

  static void roll(World world) throws IOException, InterruptedException {
    List<Node> all = new ArrayList<>(world.gateways());
    all.addAll(world.members());
    for (Node node : all) {
      down(world, node, "TERM", 0);
    }
  }

  /** From everything but its clients. */
  static void part(World world, Node gateway) throws IOException, InterruptedException {
    List<Node> all = new ArrayList<>(world.cluster().nodes(Role.REDIS));
    all.addAll(world.members());
    all.addAll(world.gateways());
    part(world, gateway, all);
  }

  static void partMember(World world, Node member, Random random)
      throws IOException, InterruptedException {
    List<Node> all = new ArrayList<>(world.members());
    if (random.nextBoolean()) {
      all.addAll(world.gateways());
    }
    part(world, member, all);
  }

  private static void part(World world, Node node, List<Node> others)
      throws IOException, InterruptedException {
    world.cluster().cut(node, others);
    try {
      last(PARTED_MILLIS);
    } finally {
      world.cluster().heal();
    }
    node.awaitReady(world.http());
  }

  static void cutBus(Node redis) throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      tell(redis, "CLIENT KILL TYPE pubsub");
      last(3_000);
    }
  }

  /** Fewer than five attempts fail meanwhile, so the order of webhooks stays. */
  static void failReceiver(World world, Random random) throws InterruptedException {
    Receiver receiver = world.receiver().orElseThrow();
    Receiver.Mood[] moods = Receiver.Mood.values();
    receiver.setMood(moods[1 + random.nextInt(moods.length - 1)]);
    last(2_000 + random.nextInt(4_000));
    receiver.setMood(Receiver.Mood.HEARS);
  }

  /** Messages become large meanwhile, for the kernel's buffers come before those of Redis. */
  static void slowBus(World world, Node redis, Random random)
      throws IOException, InterruptedException {
    tell(redis, "CONFIG SET client-output-buffer-limit \"pubsub 64kb 64kb 1\"");
    world.padBytes().set(8_000);
    pause(world, world.anyGateway(random), 5_000);
    world.padBytes().set(0);
    tell(redis, "CONFIG SET client-output-buffer-limit \"pubsub 32mb 8mb 60\"");
  }

  /** Sends Redis a command and waits until it has done it. */
  static void tell(Node redis, String command) throws IOException {
    try (Socket socket = new Socket(redis.host(), redis.port())) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String answer =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (answer == null || answer.startsWith("-")) {
        throw new IOException("Redis refused " + command + ": " + answer);
      }
    }
  }

  /** How long a fault lasts is part of it: nothing tells its end but time. */
  private static void last(long millis) throws InterruptedException {
    Thread.sleep(millis);
  }
}
