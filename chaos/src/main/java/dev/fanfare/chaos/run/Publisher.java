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
final class Publisher implements Runnable {
  private static final int PAUSE_MILLIS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final String name;
  private final World world;
  private final Credential app;
  private final Random random;
  private @Nullable Wire wire;
  private int count;

  Publisher(String name, World world, Credential app, Random random) {
    this.name = name;
    this.world = world;
    this.app = app;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (world.publishing().get()) {
        publish(world.anyChannel(app, random), app.app() + "-" + name + "-" + ++count);
        Thread.sleep(random.nextInt(2 * PAUSE_MILLIS));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } finally {
      if (wire != null) {
        wire.close();
      }
    }
  }

  private void publish(Channel channel, String id) throws InterruptedException {
    while (world.running().get()) {
      Node gateway = world.anyGateway(random);
      Recorder recorder = world.recorder();
      recorder.take(at -> new Event.Attempted(at, channel, id, gateway.name()));
      try {
        JsonNode ack =
            random.nextBoolean() ? post(gateway, channel, id) : say(gateway, channel, id);
        Place place = new Place(ack.get("e").asText(), ack.get("o").asLong());
        recorder.take(at -> new Event.Acknowledged(at, channel, id, place));
        return;
      } catch (Unanswered goOn) {
        recorder.take(at -> new Event.Failed(at, channel, id, goOn.why()));
        if (goOn.why().startsWith("4")) {
          return; // the same again would be refused again; the verdict counts these
        }
        Thread.sleep(50 + random.nextInt(150));
      }
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
