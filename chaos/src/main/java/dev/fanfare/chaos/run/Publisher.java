package dev.fanfare.chaos.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import dev.fanfare.chaos.history.Place;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Publishes over REST and over a WebSocket, in turns, at any gateway, and tries again with the same
 * id until it is acknowledged.
 */
final class Publisher extends Restless {
  private static final int PAUSE_MILLIS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private @Nullable Wire wire;

  Publisher(String name, World world, Credential app, Random random) {
    super(name, world, app, random);
  }

  @Override
  boolean goesOn() {
    return world.publishing().get();
  }

  @Override
  int pauseMillis() {
    return random.nextInt(2 * PAUSE_MILLIS);
  }

  @Override
  void over() {
    Optional.ofNullable(wire).ifPresent(Wire::close);
  }

  @Override
  void live(int life, Node gateway) throws InterruptedException {
    Channel channel = world.anyChannel(app, random);
    String id = app.app() + "-" + name + "-" + life;
    Node next = gateway;
    while (world.running().get() && !isTaken(next, channel, id)) {
      Thread.sleep(50 + random.nextInt(150)); // as publishers do before they try again
      next = world.anyGateway(random);
    }
  }

  /** Also when it is refused: the same again would be refused again; the verdict counts these. */
  private boolean isTaken(Node gateway, Channel channel, String id) throws InterruptedException {
    note(at -> new Event.Attempted(at, channel, id, gateway.name()));
    try {
      JsonNode ack = random.nextBoolean() ? post(gateway, channel, id) : say(gateway, channel, id);
      Place place = new Place(ack.get("e").asText(), ack.get("o").asLong());
      note(at -> new Event.Acknowledged(at, channel, id, place));
      return true;
    } catch (Unanswered goOn) {
      note(at -> new Event.Failed(at, channel, id, goOn.why()));
      return goOn.why().startsWith("4");
    }
  }

  /** The id in what was published, which clients without ids go by. */
  static String idIn(String data) {
    int pad = data.indexOf('~');
    return (pad < 0 ? data : data.substring(0, pad)).replace("\"", "");
  }

  private ObjectNode body(ObjectNode into, String id) {
    return into.put("data", id + "~".repeat(world.padBytes().get())).put("id", id);
  }

  private JsonNode post(Node gateway, Channel channel, String id)
      throws Unanswered, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.http("/v1/channels/" + channel.name() + "/messages"))
            .timeout(PATIENCE)
            .header("Authorization", app.basic())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(Wire.JSON.createObjectNode(), id).toString()))
            .build();
    try {
      HttpResponse<String> response = world.http().send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new Unanswered(Integer.toString(response.statusCode()));
      }
      return Wire.JSON.readTree(response.body());
    } catch (JsonProcessingException unreadable) {
      throw new Unanswered("unreadable");
    } catch (IOException broken) {
      throw new Unanswered("broken");
    }
  }

  private JsonNode say(Node gateway, Channel channel, String id)
      throws Unanswered, InterruptedException {
    Wire open = wire;
    if (open == null || open.isClosed() || random.nextInt(50) == 0) {
      Optional.ofNullable(open).ifPresent(Wire::close);
      open = Wire.connect(world.http(), gateway.socket(), app, frame -> {}, () -> {});
      wire = open;
    }
    return open.ask(body(Wire.request("pub").put("channel", channel.name()), id));
  }
}
