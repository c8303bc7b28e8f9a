package dev.fanfare.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Pusher's Java client and server library, unmodified, at work with each other. */
final class JavaLibraries {
  private JavaLibraries() {}

  /** Returns when everything went as it should, on a server of this host with this app. */
  static void work(int port, String app, String key, String secret) throws Exception {
    Pusher backend = new Pusher(app, key, secret);
    backend.setHost("localhost:" + port);
    backend.setEncrypted(false);
    Ears ears = new Ears();
    com.pusher.client.Pusher client = client(port, key, backend, "ann");
    com.pusher.client.Pusher other = client(port, key, backend, "ben");
    try {
      connected(client);
      connected(other);

      Channel news = client.subscribe("java-news", ears, "created");
      ears.hears("subscribed java-news");
      Result published = backend.trigger("java-news", "created", Map.of("text", "hello"));
      assertThat(published.getStatus()).isEqualTo(Result.Status.SUCCESS);
      ears.hears("java-news created {\"text\":\"hello\"}");
      assertThat(news.isSubscribed()).isTrue();

      client.subscribePrivate("private-java", ears, "client-typing");
      ears.hears("subscribed private-java");
      Ears others = new Ears();
      var room = other.subscribePrivate("private-java", others);
      others.hears("subscribed private-java");
      room.trigger("client-typing", "{\"keys\":3}");
      ears.hears("private-java client-typing {\"keys\":3}");

      client.subscribePresence("presence-java", ears);
      ears.hears("users presence-java [ann]");
      other.subscribePresence("presence-java", others);
      others.hears("users presence-java [ann, ben]");
      ears.hears("joined presence-java ben {\"name\":\"ben\"}");
      other.unsubscribe("presence-java");
      ears.hears("left presence-java ben");

      Result users = backend.get("/channels/presence-java/users");
      assertThat(users.getMessage()).isEqualTo("{\"users\":[{\"id\":\"ann\"}]}");
      Result batch =
          backend.trigger(
              List.of(
                  new Event("java-news", "created", "one"),
                  new Event("java-news", "created", "two")));
      assertThat(batch.getStatus()).isEqualTo(Result.Status.SUCCESS);
      ears.hears("java-news created \"one\"");
      ears.hears("java-news created \"two\"");
      assertThat(new Pusher(app, key, "wrong").get("/channels").getStatus())
          .isNotEqualTo(Result.Status.SUCCESS);
    } finally {
      client.disconnect();
      other.disconnect();
    }
  }

  private static com.pusher.client.Pusher client(
      int port, String key, Pusher backend, String user) {
    PusherOptions options =
        new PusherOptions()
            .setHost("localhost")
            .setWsPort(port)
            .setUseTLS(false)
            .setChannelAuthorizer(
                (channel, socket) ->
                    channel.startsWith("presence-")
                        ? backend.authenticate(
                            socket, channel, new PresenceUser(user, Map.of("name", user)))
                        : backend.authenticate(socket, channel));
    return new com.pusher.client.Pusher(key, options);
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
