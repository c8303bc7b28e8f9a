package dev.fanfare.chaos.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fanfare.chaos.cluster.Node;
import dev.fanfare.chaos.history.Channel;
import dev.fanfare.chaos.history.Event;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Asks over REST who is there, again and again, at any gateway. */
final class Observer implements Runnable {
  private final World world;
  private final Random random;

  Observer(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  @Override
  public void run() {
    try {
      while (world.running().get()) {
        Credential app = world.anyApp(random);
        look(app, world.anyRoom(app, random));
        Thread.sleep(200); // five times a second, whatever it sees
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Credential app, Channel channel) throws InterruptedException {
    Node gateway = world.anyGateway(random);
    long asked = world.recorder().now();
    HttpRequest request =
        HttpRequest.newBuilder(
                gateway.http("/v1/channels/" + channel.name() + "/presence?limit=1000"))
            .timeout(Duration.ofSeconds(4))
            .header("Authorization", app.basic())
            .build();
    try {
      HttpResponse<String> response = world.http().send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        List<String> clients = new ArrayList<>();
        for (JsonNode member : Wire.JSON.readTree(response.body()).path("members")) {
          clients.add(member.path("client").asText());
        }
        world
            .recorder()
            .take(at -> new Event.Observed(at, asked, channel, gateway.name(), clients));
      }
    } catch (IOException notNow) {
      // The gateway is down: nothing was seen.
    }
  }
}
