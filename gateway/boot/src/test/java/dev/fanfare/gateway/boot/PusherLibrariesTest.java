package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.Channel;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.SubscriptionEventListener;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.rest.Pusher;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.PresenceUser;
import com.pusher.rest.data.Result;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pusher's own libraries, as they come from their registries, against the real server. */
@Timeout(120)
class PusherLibrariesTest {
  private static final Path NODE =
      Path.of(System.getProperty("fanfare.root", "../.."), "tests/node");

  @TempDir private Path folder = Path.of("");

  @Test
  void theJavaScriptClientAndTheNodeServerWork() throws Exception {
    assumeTrue(
        Files.isDirectory(NODE.resolve("node_modules/pusher-js")),
        "needs npm packages: ./fanfare test installs them");
    try (DevServer server = DevServer.start(folder, "--port", "0")) {
      Process node =
          new ProcessBuilder(
                  "node",
                  "pusher.mjs",
                  "localhost",
                  Integer.toString(server.port()),
                  "1001",
                  "dev",
                  "dev-secret")
              .directory(NODE.toFile())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader said = node.inputReader()) {
        List<String> lines = said.lines().toList();
        assertThat(lines).last().isEqualTo("done");
        assertThat(node.waitFor()).isZero();
      } finally {
        node.destroyForcibly();
      }
      assertThat(server.log()).doesNotContain("ERROR");
    }
  }

  @Test
  void theJavaClientAndTheJavaServerWork() throws Exception {
    try (DevServer server = DevServer.start(folder, "--port", "0")) {
      Pusher backend = new Pusher("1001", "dev", "dev-secret");
      backend.setHost("localhost:" + server.port());
      backend.setEncrypted(false);
      Ears ears = new Ears();
      com.pusher.client.Pusher client = client(server, backend, "ann");
      com.pusher.client.Pusher other = client(server, backend, "ben");
      try {
        connected(client);
        connected(other);

        Channel news = client.subscribe("news", ears, "created");
        ears.hears("subscribed news");
        Result published = backend.trigger("news", "created", Map.of("text", "hello"));
        assertThat(published.getStatus()).isEqualTo(Result.Status.SUCCESS);
        ears.hears("news created {\"text\":\"hello\"}");
        assertThat(news.isSubscribed()).isTrue();

        client.subscribePrivate("private-room", ears, "client-typing");
        ears.hears("subscribed private-room");
        Ears others = new Ears();
        var room = other.subscribePrivate("private-room", others);
        others.hears("subscribed private-room");
        room.trigger("client-typing", "{\"keys\":3}");
        ears.hears("private-room client-typing {\"keys\":3}");

        client.subscribePresence("presence-room", ears);
        ears.hears("users presence-room [ann]");
        other.subscribePresence("presence-room", others);
        others.hears("users presence-room [ann, ben]");
        ears.hears("joined presence-room ben {\"name\":\"ben\"}");
        other.unsubscribe("presence-room");
        ears.hears("left presence-room ben");

        Result users = backend.get("/channels/presence-room/users");
        assertThat(users.getMessage()).isEqualTo("{\"users\":[{\"id\":\"ann\"}]}");
        Result batch =
            backend.trigger(
                List.of(new Event("news", "created", "one"), new Event("news", "created", "two")));
        assertThat(batch.getStatus()).isEqualTo(Result.Status.SUCCESS);
        ears.hears("news created \"one\"");
        ears.hears("news created \"two\"");
        assertThat(new Pusher("1001", "dev", "wrong").get("/channels").getStatus())
            .isNotEqualTo(Result.Status.SUCCESS);
      } finally {
        client.disconnect();
        other.disconnect();
      }
      assertThat(server.log()).doesNotContain("ERROR");
    }
  }

  private static com.pusher.client.Pusher client(DevServer server, Pusher backend, String user) {
    PusherOptions options =
        new PusherOptions()
            .setHost("localhost")
            .setWsPort(server.port())
            .setUseTLS(false)
            .setChannelAuthorizer(
                (channel, socket) ->
                    channel.startsWith("presence-")
                        ? backend.authenticate(
                            socket, channel, new PresenceUser(user, Map.of("name", user)))
                        : backend.authenticate(socket, channel));
    return new com.pusher.client.Pusher("dev", options);
  }

  private static void connected(com.pusher.client.Pusher client) throws InterruptedException {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    client.connect(
        new ConnectionEventListener() {
          @Override
          public void onConnectionStateChange(ConnectionStateChange change) {
            states.add(change.getCurrentState());
          }

          @Override
          public void onError(String message, String code, Exception broken) {}
        },
        ConnectionState.CONNECTED);
    assertThat(states.poll(10, TimeUnit.SECONDS)).isEqualTo(ConnectionState.CONNECTED);
  }

  /** Writes down what a Java client is told. */
  private static final class Ears
      implements PresenceChannelEventListener,
          PrivateChannelEventListener,
          SubscriptionEventListener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    void hears(String line) throws InterruptedException {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(line);
    }

    @Override
    public void onEvent(PusherEvent event) {
      heard.add(event.getChannelName() + " " + event.getEventName() + " " + event.getData());
    }

    @Override
    public void onSubscriptionSucceeded(String channel) {
      if (!channel.startsWith("presence-")) {
        heard.add("subscribed " + channel);
      }
    }

    @Override
    public void onAuthenticationFailure(String message, Exception broken) {
      heard.add("failed " + message);
    }

    @Override
    public void onUsersInformationReceived(String channel, Set<User> users) {
      heard.add("users " + channel + " " + users.stream().map(User::getId).sorted().toList());
    }

    @Override
    public void userSubscribed(String channel, User user) {
      Object info = new Gson().fromJson(user.getInfo(), Object.class);
      heard.add("joined " + channel + " " + user.getId() + " " + new Gson().toJson(info));
    }

    @Override
    public void userUnsubscribed(String channel, User user) {
      heard.add("left " + channel + " " + user.getId());
    }
  }
}
