package dev.fanfare.chaos.run;

import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all clients of a run share.
 *
 * @param members of the store; none where a gateway keeps the logs itself
 * @param redis the one, or none
 * @param publishing whether publishers go on
 * @param restless whether subscribers and members drop their connections
 * @param running whether anybody goes on at all
 */
record World(
    List<Node> gateways,
    List<Node> members,
    List<Node> redis,
    List<Credential> apps,
    List<String> channels,
    HttpClient http,
    Recorder recorder,
    AtomicBoolean publishing,
    AtomicBoolean restless,
    AtomicBoolean running) {
  Node anyGateway(Random random) {
    return gateways.get(random.nextInt(gateways.size()));
  }

  Credential anyApp(Random random) {
    return apps.get(random.nextInt(apps.size()));
  }

  Channel anyChannel(Credential app, Random random) {
    return new Channel(app.app(), channels.get(random.nextInt(channels.size())));
  }
}
