package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.cluster.Node.Role;
import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * A fault. A gateway that stands alone keeps its logs in its memory: its end loses them. In a
 * cluster only {@link #KILL_MEMBERS} loses anything; each records that itself.
 */
enum Strike {
  /** kill -9 of a gateway, and start again. */
  KILL("kill", Role.GATEWAY, (world, node, random) -> Blows.restart(world, node, "KILL")),
  /** SIGTERM of a gateway, and start again when it has drained. */
  TERM("term", Role.GATEWAY, (world, node, random) -> Blows.restart(world, node, "TERM")),
  /** SIGSTOP of a gateway for five seconds. */
  PAUSE("pause", Role.GATEWAY, (world, node, random) -> Blows.pause(world, node, 5_000)),
  /** SIGSTOP of a gateway for fifteen seconds. */
  FREEZE("freeze", Role.GATEWAY, (world, node, random) -> Blows.pause(world, node, 15_000)),
  /** A gateway reaches neither the store nor Redis nor its peers for fifteen seconds. */
  PART_GATEWAY("part-gateway", Role.GATEWAY, (world, node, random) -> Blows.part(world, node)),
  /** kill -9 of a member, and start again after some seconds. */
  KILL_MEMBER(
      "kill-member",
      Role.MEMBER,
      (world, node, random) -> Blows.down(world, node, "KILL", random.nextInt(4_000))),
  /** SIGTERM of a member, and start again. */
  TERM_MEMBER(
      "term-member", Role.MEMBER, (world, node, random) -> Blows.down(world, node, "TERM", 0)),
  /** SIGSTOP of a member for five seconds. */
  PAUSE_MEMBER(
      "pause-member", Role.MEMBER, (world, node, random) -> Blows.pause(world, node, 5_000)),
  /** SIGSTOP of a member for fifteen seconds. */
  FREEZE_MEMBER(
      "freeze-member", Role.MEMBER, (world, node, random) -> Blows.pause(world, node, 15_000)),
  /** A member reaches no other member for fifteen seconds; gateways may reach it, or not. */
  PART_MEMBER("part-member", Role.MEMBER, Blows::partMember),
  /** kill -9 of two members at once: what had both its copies there is lost. */
  KILL_MEMBERS("kill-members", Role.MEMBER, (world, node, random) -> Blows.two(world, node)),
  /** SIGTERM of every gateway and every member, one after the other. */
  ROLL("roll", Role.MEMBER, (world, node, random) -> Blows.roll(world)),
  /** kill -9 of Redis, and start again after some seconds. */
  KILL_REDIS(
      "kill-redis",
      Role.REDIS,
      (world, node, random) -> Blows.down(world, node, "KILL", random.nextInt(4_000))),
  /** SIGTERM of Redis, and start again. */
  TERM_REDIS("term-redis", Role.REDIS, (world, node, random) -> Blows.down(world, node, "TERM", 0)),
  /** Redis forgets all that it has. */
  EMPTY_REDIS("empty-redis", Role.REDIS, (world, node, random) -> Blows.tell(node, "FLUSHALL")),
  /** Redis closes the connections of its subscribers, three times in a row. */
  CUT_BUS("cut-bus", Role.REDIS, (world, node, random) -> Blows.cutBus(node)),
  /** The receiver of webhooks refuses, or does not answer, for some seconds. */
  FAILING_RECEIVER(
      "failing-receiver", Role.GATEWAY, (world, node, random) -> Blows.failReceiver(world, random)),
  /** A gateway stands still while Redis keeps at most 64 KiB for each subscriber. */
  SLOW_BUS("slow-bus", Role.REDIS, Blows::slowBus);

  private final String title;
  private final Role target;

  @SuppressWarnings("ImmutableEnumChecker") // each is a lambda that holds nothing
  private final Blow blow;

  /** Falls on a node, and returns when the node serves again. */
  private interface Blow {
    void fall(World world, Node node, Random random) throws IOException, InterruptedException;
  }

  Strike(String title, Role target, Blow blow) {
    this.title = title;
    this.target = target;
    this.blow = blow;
  }

  /** How the command line and the history call it. */
  String title() {
    return title;
  }

  boolean fitsOneGateway() {
    return target == Role.GATEWAY && !cutsWires() && this != FAILING_RECEIVER;
  }

  boolean cutsWires() {
    return this == PART_GATEWAY || this == PART_MEMBER;
  }

  /** Strikes one of the nodes it is for. Afterwards everything serves as before. */
  void run(World world, Random random) throws IOException, InterruptedException {
    List<Node> nodes = world.cluster().nodes(target);
    Node node = nodes.get(random.nextInt(nodes.size()));
    String struck = this == FAILING_RECEIVER ? "receiver" : node.name();
    world.recorder().take(at -> new Event.Struck(at, title, struck, false));
    blow.fall(world, node, random);
    for (Node member : world.members()) {
      member.awaitReady(world.http()); // only then are there all copies again
    }
    world.recorder().take(at -> new Event.Healed(at, title, struck));
  }
}
