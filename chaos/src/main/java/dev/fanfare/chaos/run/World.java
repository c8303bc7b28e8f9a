package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Cluster;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.cluster.Node.Role;
import dev.fanfare.chaos.history.Channel;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all clients of a run share.
 *
 * @param padBytes how much publishers add to each message
 * @param channels that are published to
 * @param rooms that have presence
 * @param publishing whether publishers go on
 * @param restless whether subscribers and members drop their connections
 * @param running whether anybody goes on at all
 * @param receiver of webhooks, where there are any
 */
record World(
    Cluster cluster,
    List<Credential> apps,
    List<String> channels,
    List<String> rooms,
    HttpClient http,
    Recorder recorder,
    AtomicBoolean publishing,
    AtomicBoolean restless,
    AtomicBoolean running,
    AtomicInteger padBytes,
    Optional<Receiver> receiver) {
  List<Node> gateways() {
    return cluster.nodes(Role.GATEWAY);
  }

  /** Of the store; none where a gateway keeps the logs itself. */
  List<Node> members() {
    return cluster.nodes(Role.MEMBER);
  }

  Node anyGateway(Random random) {
    List<Node> all = gateways();
    return all.get(random.nextInt(all.size()));
  }

  Credential anyApp(Random random) {
    return apps.get(random.nextInt(apps.size()));
  }

  Channel anyRoom(Credential app, Random random) {
    return new Channel(app.app(), rooms.get(random.nextInt(rooms.size())));
  }

  Channel anyChannel(Credential app, Random random) {
    return new Channel(app.app(), channels.get(random.nextInt(channels.size())));
  }
}
